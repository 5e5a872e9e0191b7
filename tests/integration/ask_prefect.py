"""Questions to a Prefect server that was set up by us: they need the token of a client (CSRF), and maybe a password."""

import time
from typing import Any

import httpx

TRIES = 10


def ask_prefect(
    url: str, place: str, condition: dict[str, Any] | list[Any], *, auth: str = "", method: str = "POST"
) -> Any:
    """The answer to a POST, or a change, below `<url>/api/`; None where it says nothing."""
    known = httpx.BasicAuth(*auth.split(":", 1)) if auth else None
    with httpx.Client(base_url=f"{url}/api/", auth=known, timeout=120) as server:
        for _ in range(TRIES):
            answer = _asked(server, place, condition, method=method)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(1)  # its database is busy: Prefect's own client asks again as well
        answer.raise_for_status()
    return answer.json() if answer.content else None


def _asked(server: httpx.Client, place: str, condition: dict[str, Any] | list[Any], *, method: str) -> httpx.Response:
    """The answer, or that to the question for a token where there is none."""
    token = server.get("csrf-token", params={"client": "tests"})
    if not token.is_success:
        return token
    headers = {"Prefect-Csrf-Token": token.json()["token"], "Prefect-Csrf-Client": "tests"}
    return server.request(method, place, json=condition, headers=headers)
