"""What `ucj doctor` asks the Prefect server: is it there, ours, of the same version, guarded, and does it schedule."""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from deployments.server.environment import LOOPBACK, api_url, host_of, served_here
from deployments.server.login import login_of
from expectations.jakarta import moment_text
from expectations.written import counted
from settings import Settings
from tasks.operations.doctor.finding import Check, Health, HealthFinding
from tasks.operations.doctor.installation.clock import clock_skew, skewed

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 10
ELSEWHERE = "elsewhere.invalid"
SILENT = timedelta(minutes=2)  # a worker asks every ten seconds
FORGOTTEN = timedelta(days=1)  # a container's worker has another name after each start
RESTART = "End `ucj serve` and start it again."
START = "Start `ucj serve`; until then `ucj run` works by hand, with a server of its own."
START_BESIDE = f"{START} Set UCJ_SERVER__PORT to another port first."
START_THERE = "Start it on its machine (`ucj serve`, or `--only server`), or correct PREFECT_API_URL."


def check_server(settings: Settings) -> Iterator[HealthFinding]:
    """Findings about the server of this home; without one, only that."""
    import httpx  # noqa: PLC0415 - comes with Prefect

    api = api_url(settings)
    shown = httpx.URL(api).copy_with(userinfo=b"")  # a password may stand in it
    login = login_of(settings)
    known = httpx.BasicAuth(*login.split(":", 1)) if ":" in login else None
    with httpx.Client(base_url=f"{api}/", auth=known, timeout=TIMEOUT_SECONDS) as server:
        try:
            healthy = server.get("health").raise_for_status()
        except httpx.HTTPError as error:
            says = f"none answers at {shown} ({type(error).__name__})."
            here = "PREFECT_API_URL" not in os.environ
            yield HealthFinding(check="server", health=Health.WARN, says=says, do=START if here else START_THERE)
            return
        answer = server.get("admin/version")
        is_locked = answer.status_code == httpx.codes.UNAUTHORIZED
        if is_locked and "PREFECT_API_URL" not in os.environ and served_here(settings) is None:
            says = f"none of this home is up; what answers at {shown} is of another."
            yield HealthFinding(check="server", health=Health.WARN, says=says, do=START_BESIDE)
            return
        yield HealthFinding(check="server", health=Health.OK, says=f"answers at {shown}.")
        yield from _clock(healthy)
        yield from _guards(server, api)
        if is_locked:
            says = "the server does not take our password."
            do = f"Set UCJ_SERVER__AUTH to what `ucj serve --show-login` prints on its machine. {RESTART}"
            yield HealthFinding(check="server", health=Health.FAIL, says=says, do=do)
            return
        yield from _version(answer.json())
        yield from _address(settings, api)
        yield from _deployments(server)


SERVER_CHECKS: tuple[Check, ...] = (check_server,)


def _clock(answer: "httpx.Response") -> Iterator[HealthFinding]:
    """Whether the clock of the server, which decides when runs are due, agrees with ours."""
    told = answer.headers.get("Date")
    if told is not None:
        yield from skewed("the Prefect server", clock_skew(parsedate_to_datetime(told)))


def _guards(server: "httpx.Client", api: str) -> Iterator[HealthFinding]:
    """Whether strangers get in: without a password, or through a browser that shows a page of another host."""
    import httpx  # noqa: PLC0415 - comes with Prefect

    unknown = httpx.get(f"{api}/admin/version", timeout=TIMEOUT_SECONDS)
    renamed = httpx.get(f"{api}/health", headers={"Host": ELSEWHERE}, timeout=TIMEOUT_SECONDS)
    answer = server.get("health", headers={"Origin": f"https://{ELSEWHERE}"})
    holes = {
        "asks for no password: every user of this machine may start and stop runs": unknown.is_success,
        "answers to any name (Host): a page may take its place in a browser": renamed.is_success,
        "lets pages of any host read it through a browser (CORS)": "access-control-allow-origin" in answer.headers,
        "takes changes without a token (CSRF)": server.post("deployments/filter", json={}).is_success,
    }
    if not any(holes.values()):
        yield HealthFinding(
            check="guards", health=Health.OK, says="asks for a password, and answers to its own names only."
        )
    for hole in (hole for hole, there in holes.items() if there):
        do = "It was started without our settings: end it, and start it by `ucj serve`, not by `prefect`."
        yield HealthFinding(check="guards", health=Health.FAIL, says=f"the server {hole}.", do=do)


def _version(runs: str) -> Iterator[HealthFinding]:
    ours = version("prefect")
    same = runs == ours
    yield HealthFinding(
        check="server",
        health=Health.OK if same else Health.FAIL,
        says=f"is Prefect {runs}{'.' if same else f', while {ours} is installed.'}",
        do="" if same else RESTART,
    )


def _address(settings: Settings, api: str) -> Iterator[HealthFinding]:
    """The UI asks the address that the server names; a wrong one leaves an empty page.

    How people see a server elsewhere only that server knows: nothing is wrong with an address that others can reach.
    """
    import httpx  # noqa: PLC0415 - comes with Prefect

    public = settings.server.public_url.rstrip("/")
    ours = f"{public}/api" if public else api
    answer = httpx.get(f"{api.removesuffix('/api')}/ui-settings", timeout=TIMEOUT_SECONDS)
    named = answer.json().get("api_url") if answer.is_success else None
    if named and (named == ours or (not public and _is_seen_by_others(named))):
        yield HealthFinding(check="ui", health=Health.OK, says=f"is at {named.removesuffix('/api')}.")
        return
    says = f"the UI asks {named or 'nobody'}, not {ours}: its pages stay empty."
    do = f"Set UCJ_SERVER__PORT, or UCJ_SERVER__PUBLIC_URL behind a proxy. {RESTART}"
    yield HealthFinding(check="ui", health=Health.FAIL, says=says, do=do)


def _is_seen_by_others(named: str) -> bool:
    """Whether an address is not one that every machine takes for itself."""
    return host_of(named) not in LOOPBACK


def _deployments(server: "httpx.Client") -> Iterator[HealthFinding]:
    """What is deployed: does its schedule create runs, does somebody work them off."""
    deployments = _all(server, "deployments/filter", {})
    if not deployments:
        yield HealthFinding(
            check="schedule", health=Health.FAIL, says="nothing is deployed on this server.", do=RESTART
        )
    now = datetime.now(UTC)
    for one in deployments:
        yield from _schedule(server, one, now=now)
        if not one["work_pool_name"]:
            yield _worker(one["name"], one["last_polled"], now=now)
    for pool in sorted({one["work_pool_name"] for one in deployments if one["work_pool_name"]}):
        workers = _all(server, f"work_pools/{pool}/workers/filter", {})
        yield from _workers(pool, {one["name"]: one["last_heartbeat_time"] or "" for one in workers}, now=now)


def _schedule(server: "httpx.Client", deployment: Mapping[str, Any], *, now: datetime) -> Iterator[HealthFinding]:
    name = deployment["name"]
    active = [one for one in deployment["schedules"] if one["active"]]
    if deployment["schedules"] and (deployment["paused"] or not active):
        do = f"Resume it in the UI, or: prefect deployment resume '{name}/{name}'"
        yield HealthFinding(check="schedule", health=Health.WARN, says=f"{name} is paused: no run will start.", do=do)
        return
    if not active:
        return
    of_it = {"deployments": {"id": {"any_": [deployment["id"]]}}}
    runs = _all(server, "flow_runs/filter", {**of_it, "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}})
    starts = sorted(datetime.fromisoformat(one["expected_start_time"]) for one in runs)
    if not any(start > now for start in starts):
        says = f"{name} has a schedule and no run to come: the server creates none."
        do = f"See `versions` above (SQLAlchemy, FastAPI). {RESTART}"
        yield HealthFinding(check="schedule", health=Health.FAIL, says=says, do=do)
    else:
        to_come = min(start for start in starts if start > now)
        yield HealthFinding(check="schedule", health=Health.OK, says=f"{name}: next run {moment_text(to_come)}.")
    if late := [start for start in starts if start < now - SILENT]:
        says = f"nobody takes {counted(len(late), 'run')} of {name}, due since {moment_text(min(late))}."
        yield HealthFinding(check="schedule", health=Health.FAIL, says=says, do=RESTART)


def _workers(pool: str, asked: Mapping[str, str], *, now: datetime) -> Iterator[HealthFinding]:
    """asked: when each worker asked last. One that fell silent is told beside others that live, for a day."""
    silent = {name: at for name, at in asked.items() if at and now - datetime.fromisoformat(at) >= SILENT}
    living = sorted(set(asked) - set(silent) - {name for name, at in asked.items() if not at})
    if not living:
        yield _worker(f"pool {pool}", max(asked.values(), default=None), now=now)
        return
    newest = max(asked[name] for name in living)
    says = f"pool {pool}: asked for work at {moment_text(newest, seconds=True)} ({', '.join(living)})."
    yield HealthFinding(check="worker", health=Health.OK, says=says)
    for name, at in sorted(silent.items()):
        if now - datetime.fromisoformat(at) < FORGOTTEN:
            says = f"pool {pool}: {name} is silent since {moment_text(at)}; others do its work."
            do = "Start the worker there, unless it was ended for good: then this is said for a day."
            yield HealthFinding(check="worker", health=Health.WARN, says=says, do=do)


def _worker(name: str, asked: str | None, *, now: datetime) -> HealthFinding:
    """asked: when somebody last asked for work, as the server tells it."""
    if asked and now - datetime.fromisoformat(asked) < SILENT:
        return HealthFinding(
            check="worker", health=Health.OK, says=f"{name}: asked for work at {moment_text(asked, seconds=True)}."
        )
    since = f"since {moment_text(asked)}" if asked else "yet"
    return HealthFinding(
        check="worker", health=Health.FAIL, says=f"{name}: nobody asked for its work {since}.", do=RESTART
    )


def _all(server: "httpx.Client", place: str, condition: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """What matches, with the token that the server asks of clients."""
    answer = server.get("csrf-token", params={"client": "ucj-doctor"})
    headers = (
        {"Prefect-Csrf-Client": "ucj-doctor", "Prefect-Csrf-Token": answer.json()["token"]} if answer.is_success else {}
    )
    found: list[dict[str, Any]] = server.post(place, json=condition, headers=headers).raise_for_status().json()
    return found
