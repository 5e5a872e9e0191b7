"""docs/operations.md, *Files and figures on a Dask cluster*, tried: its commands, its settings, its units.

Machines, disk and database are those of `tests.integration.spread`; two more are the cluster's.
"""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template

import pytest

from tests.integration.machines import Machine
from tests.integration.spread import SERVER, WATCHER, WORKER_A, Spread, spread

pytest.importorskip("distributed")
pytestmark = pytest.mark.nightly

ROOT = Path(__file__).parents[3]
RUNBOOK = (ROOT / "docs" / "operations.md").read_text().partition("### Files and figures on a Dask cluster")[2]
BLOCKS = re.findall(r"```sh\n(.*?)```", RUNBOOK, re.DOTALL)
AUTHORITY, CERTIFICATE, ENVIRONMENT = BLOCKS[:3]
SCHEDULER, OTHER = "cluster-a", "cluster-b"
BRANCHES = ("K01", "K02", "K03", "K04")
KNOCK = """
import sys
from distributed import Client
try:
    with Client(sys.argv[1], timeout=5) as client:
        print("let in", len(client.scheduler_info()["workers"]))
except OSError as fault:
    print("kept out")
"""
LISTENS = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=5).close()
    print("open")
except OSError:
    print("closed")
"""


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders with the certificates of machines, and one of a stranger's authority."""
    folder = tmp_path_factory.mktemp("certificates")
    for authority, machines in (("ours", (SCHEDULER, OTHER, WORKER_A)), ("strange", ("stranger",))):
        (folder / authority).mkdir()
        _shell(AUTHORITY, folder / authority)
        for name in machines:
            _shell(CERTIFICATE.replace("machine", name), folder / authority)
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, certificates: Path) -> Iterator[Spread]:
    """A server, and a cluster of a scheduler with a worker of its own and another worker."""
    with spread(tmp_path_factory.mktemp("machines")) as one:
        one.extra["UCJ_SETTLE_SECONDS"] = "0.2"
        made = one.ucj(SERVER, "init")
        assert made.returncode == 0, made.stderr
        one.serve(SERVER)
        for name in (SCHEDULER, OTHER):
            one.begin_machine(name)
        start_unit(one, SCHEDULER, "ucj-cluster-scheduler", certificates)
        for name in (SCHEDULER, OTHER):
            start_unit(one, name, "ucj-cluster-worker", certificates)
        yield one


def start_unit(served: Spread, name: str, unit: str, certificates: Path) -> None:
    """What systemd would start on a machine."""
    text = (ROOT / "deployments" / "systemd" / f"{unit}.service").read_text()
    (command,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    machine = served.machines[name]
    scratch = machine.folder / "cluster"
    scratch.mkdir(exist_ok=True)
    environment = {
        **served.environment_of(name),
        **cluster_environment(served, certificates / "ours", name),
        "CLUSTER_HOST": machine.address,
        "CLUSTER_WORKERS": "1",
    }
    words = shlex.split(Template(command.replace("/run/ucj-cluster", str(scratch))).substitute(environment))
    assert words[0] == "/opt/ucj/.venv/bin/dask"
    machine.start(sys.executable, "-m", "dask", *words[1:], environment=environment, log=f"{unit}.log")


def cluster_environment(served: Spread, folder: Path, name: str) -> dict[str, str]:
    """What the runbook has in /etc/ucj/environment, for certificates in a folder."""
    here = ENVIRONMENT.replace("/etc/ucj/tls/ca", str(folder / "ca")).replace("10.0.0.5", _address(served))
    lines = here.replace("/etc/ucj/tls/machine", str(folder / name)).split()
    return dict(line.split("=", 1) for line in lines)


def _address(served: Spread) -> str:
    return served.machines[SCHEDULER].address


def _shell(commands: str, folder: Path) -> None:
    done = subprocess.run(["sh", "-ec", commands], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _python(machine: Machine, code: str, *words: str, environment: Mapping[str, str]) -> str:
    done = machine.do(sys.executable, "-c", code, *words, environment=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_run_is_done_by_the_cluster_and_published(served: Spread, certificates: Path) -> None:
    runs = served.machines[WORKER_A]
    environment = {
        **served.environment_of(WORKER_A),
        **cluster_environment(served, certificates / "ours", WORKER_A),
        "UCJ_EXECUTION__ENGINE": "dask",
        "UCJ_EXECUTION__RANGE_ROWS": "1",
        "UCJ_WORKERS": "2",
    }
    served.wait_for(
        lambda: _python(runs, KNOCK, f"tls://{_address(served)}:8786", environment=environment) == "let in 2"
    )
    served.wait_for(lambda: served.get("health"))
    for number, branch in enumerate(BRANCHES):
        served.deliver(branch, first=1 + 20 * number)
    done = runs.do(sys.executable, "-m", "deployments", "run", "--as-of", "2026-01-31", environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [served.answered(branch) for branch in BRANCHES] == [["accepted"]] * len(BRANCHES)
    (release,) = (served.disk / "published").glob("2026-01-31-*")
    assert (served.disk / "published" / "current").readlink() == Path(release.name)
    lines = [json.loads(line) for line in (served.disk / "logs" / "ucj.jsonl").read_text().splitlines()]
    assert [line["stage"] for line in lines].count("ingest") == len(BRANCHES)
    assert "count" in {line["stage"] for line in lines}


@pytest.mark.parametrize("way", ["tls", "tcp"])
def test_who_has_no_certificate_of_the_authority_is_kept_out(served: Spread, certificates: Path, way: str) -> None:
    strange = cluster_environment(served, certificates / "strange", "stranger")
    if way == "tcp":
        strange = {}
    environment = {**served.environment_of(WATCHER), **strange}
    said = _python(served.machines[WATCHER], KNOCK, f"{way}://{_address(served)}:8786", environment=environment)
    assert said == "kept out"


def test_dashboards_are_seen_on_their_own_machine_alone(served: Spread) -> None:
    environment = served.environment_of(WATCHER)

    def looked(name: str, port: str) -> str:
        return _python(served.machines[name], LISTENS, _address(served), port, environment=environment)

    assert looked(WATCHER, "8786") == "open"
    assert looked(WATCHER, "8787") == "closed"
    at_home = _python(served.machines[SCHEDULER], LISTENS, "127.0.0.1", "8787", environment=environment)
    assert at_home == "open"
