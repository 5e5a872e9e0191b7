"""What the proxy for readers lets pass, against every place there is on Prefect's server."""

import re
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[4] / "deployments" / "nginx" / "ucj-readers.conf"
RULE = re.compile(r'(?m)^    "~(?P<asked>[^"]+)" (?P<passes>[01]);')
QUESTIONS = ("Read ", "Count ", "Paginate ", "Filter ", "Average ")  # how Prefect names what changes nothing
ALSO = {"Flow Run History", "Task Run History", "Next Runs By Flow"}


def passes(method: str, place: str) -> bool:
    """As nginx decides: the first rule that fits."""
    rules = [(re.compile(rule["asked"]), rule["passes"] == "1") for rule in RULE.finditer(EXAMPLE.read_text())]
    assert len(rules) == 4
    return next((decided for rule, decided in rules if rule.search(f"{method} {place}")), False)


@pytest.fixture(scope="module")
def places() -> list[tuple[str, str, str]]:
    """Method, path, and what Prefect calls it; a word of a reader's choice stands for whatever is variable."""
    from prefect.server.api.server import create_api_app

    paths = create_api_app().openapi()["paths"]
    return [
        (method.upper(), f"/api{re.sub(r'{[^}]*}', 'filter', path)}", operation["summary"])
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]


def test_nothing_passes_that_changes_something(places: list[tuple[str, str, str]]) -> None:
    assert len(places) > 150
    let = [(method, summary) for method, place, summary in places if method != "GET" and passes(method, place)]
    assert {method for method, _ in let} == {"POST"}
    assert [summary for _, summary in let if not summary.startswith(QUESTIONS) and summary not in ALSO] == []
    assert len(let) > 30


def test_what_may_hold_secrets_does_not_pass(places: list[tuple[str, str, str]]) -> None:
    documents = [(method, place) for method, place, _ in places if "block_documents" in place]
    assert len(documents) > 5
    assert [one for one in documents if passes(*one)] == []


def test_a_run_cannot_be_started_and_a_page_can_be_seen() -> None:
    assert not passes("POST", "/api/deployments/0/create_flow_run")
    assert not passes("DELETE", "/api/deployments/filter")
    assert passes("GET", "/v2/runs")
    assert passes("POST", "/api/work_pools/ucj/queues/filter")
