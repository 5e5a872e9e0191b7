"""What somebody sees who opens the Prefect UI after two runs: read from the page itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.browser.prefect_ui.conftest import DAYS, KPJ, NAME, NIK, Shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIRST, SECOND = DAYS
KEYS = {"progress", "release", "submissions", "coverage", "completeness", "deliveries", "alarms"}


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def artifacts(run: str) -> dict[str, str]:
    """Ids of the artifacts of a run by key."""
    from prefect.settings import PREFECT_API_URL

    asked: dict[str, Any] = {"artifacts": {"operator": "and_", "flow_run_id": {"any_": [run]}}}
    found = httpx.post(f"{PREFECT_API_URL.value()}/artifacts/filter", json=asked).json()
    assert all(secret not in str(one["data"]) for one in found for secret in (NIK, KPJ, NAME))
    return {one["key"]: one["id"] for one in found}


def table(page: "Page", shown: Shown, artifact: str, picture: Path) -> list[list[str]]:
    """Head and rows of a table artifact as the page has them."""
    page.goto(f"{shown.address}/v2/artifacts/artifact/{artifact}")
    page.locator("table tbody tr td").first.wait_for()
    page.screenshot(path=picture)
    rows: list[list[str]] = page.eval_on_selector_all(
        "table tr", "rows => rows.map(row => [...row.querySelectorAll('th, td')].map(cell => cell.innerText.trim()))"
    )
    return rows


def test_the_run_page_tells_how_it_ended_and_what_the_stages_did(page: "Page", shown: Shown, screenshots: Path) -> None:
    page.goto(f"{shown.address}/v2/runs/flow-run/{shown.runs[SECOND]}")
    page.get_by_text("CompletedWithRejects").first.wait_for()
    page.get_by_text("stage=publish").first.wait_for()
    page.screenshot(path=screenshots / "run.png", full_page=True)
    said = " ".join(page.inner_text("body").split())
    assert f"run-daily {SECOND}" in said
    ingested = said.partition("stage=ingest")[2]
    assert "file=PESERTA_K01_20260228.csv.gz status=accepted_with_rejects rows_read=61 rows_accepted=60" in ingested
    for stage in ("receive", "receipts", "conservation", "measure", "publish", "data_docs"):
        assert f"stage={stage} " in said


def test_every_artifact_is_on_the_run_page(page: "Page", shown: Shown, screenshots: Path) -> None:
    assert set(artifacts(shown.runs[SECOND])) == KEYS
    page.goto(f"{shown.address}/v2/runs/flow-run/{shown.runs[SECOND]}?tab=Artifacts")
    for key in KEYS:
        page.get_by_text(key, exact=True).first.wait_for()
    page.screenshot(path=screenshots / "artifacts.png", full_page=True)
    said = page.inner_text("body")
    assert "Enrolments by branch: 1 in, 0 carried forward, 1 missing" in said
    assert "published; 1 accepted with rejects" in said


def test_tables_read_well(page: "Page", shown: Shown, screenshots: Path) -> None:
    found = artifacts(shown.runs[SECOND])
    head, *rows = table(page, shown, found["coverage"], screenshots / "coverage.png")
    assert head == ["why", "region", "coverage", "± points", "± people", "active", "eligible", "rank"]
    buol = ["Kabupaten Buol (72.05)", "40.00\u00a0%", "+13.33", "+20", "60", "150", "1"]
    assert rows == [
        ["nation", "Indonesia (ID)", "", "", "+20", "60", "", ""],
        ["highest", *buol],
        ["lowest", *buol],
        ["moved most", *buol],
    ]
    head, *rows = table(page, shown, found["submissions"], screenshots / "submissions.png")
    assert head[:6] == ["submission", "status", "reason", "branch", "file", "read"]
    assert rows[0][1:6] == ["accepted with rejects", "", "K01", "PESERTA_K01_20260228.csv.gz", "61"]
    head, *rows = table(page, shown, found["completeness"], screenshots / "completeness.png")
    assert rows == [["K02", "missing", "", ""], ["K01", "in", "2026-02-28", "0"]]
    head, *rows = table(page, shown, found["deliveries"], screenshots / "deliveries.png")
    assert rows[0][:3] == ["K02", "enrolment", "not due"]  # as `ucj status` has it: the home was made today


def test_the_summary_links_what_is_served_and_shows_every_path(page: "Page", shown: Shown, screenshots: Path) -> None:
    page.goto(f"{shown.address}/v2/artifacts/artifact/{artifacts(shown.runs[SECOND])['release']}")
    page.get_by_role("heading", name=f"As of {SECOND}: published").wait_for()
    page.screenshot(path=screenshots / "release.png")
    said = page.inner_text("body")
    for place in ("published/current/index.html", "docs/site/index.html", "outbox"):
        assert f"{shown.home}/{place}" in said
        assert (shown.home / place).exists()
    links = page.eval_on_selector_all("a[href^='https://ucj.contoh.go.id']", "links => links.map(link => link.href)")
    base = "https://ucj.contoh.go.id/"
    assert {base + "published/current/index.html", base + "docs/site/index.html"} <= set(links)
    assert all((shown.home / link.removeprefix(base)).is_file() for link in links)


def test_progress_ends_at_the_end(page: "Page", shown: Shown) -> None:
    for run in shown.runs.values():
        page.goto(f"{shown.address}/v2/artifacts/artifact/{artifacts(run)['progress']}")
        page.get_by_text("Progress: 100%").wait_for()
