"""Figures that officials have published, reproduced from extracts that match them, and read off printed sheets."""

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from pypdf import PdfReader

from demo.published import write_published
from demo.published_cases import CASES, SULTENG
from demo.published_found import Found, find
from demo.published_model import PublishedCase
from deployments.commands.mend.print_pdf import FITS, sheets_of
from docs.cases import HEAD, PAGE, section
from tasks.publish.editions.sheet import region_sheet
from tests.acceptance.published_sheets import SHEETS, SheetText
from tests.conftest import run_as_of
from tests.unit.publish.made_facts import made_tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@dataclass(frozen=True)
class Published:
    """A case whose days were published in its home, and the figures found right after each."""

    case: PublishedCase
    summaries: list[dict[str, Any]]
    found: list[list[Found]]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublishedCase]:
    return {case.name: case for case in write_published(home=tmp_path_factory.mktemp("published"))}


@pytest.fixture(scope="module", params=[case.name for case in CASES])
def published(request: pytest.FixtureRequest, cases: dict[str, PublishedCase], prefect_server: None) -> Published:
    case = cases[request.param]
    summaries, found = [], []
    with pytest.MonkeyPatch.context() as patch:
        for day in case.as_of:
            summaries.append(run_as_of(case.home, day, patch))
            found.append(find(case.expected, home=case.home, as_of=day))
    return Published(case, summaries, found)


def test_published_figures_are_reproduced(published: Published) -> None:
    case = published.case
    for day, summary, of_day in zip(case.as_of, published.summaries, published.found, strict=True):
        assert summary["ending"] == "published"
        assert {s["status"] for s in summary["submissions"]} <= {"accepted"}
        assert of_day, f"case {case.name} expects nothing on {day}"
    found = [one for of_day in published.found for one in of_day]
    assert [one for one in found if not one.agrees] == []
    assert len(found) == len(case.expected)
    assert section(case, found) in PAGE.read_text(encoding="utf-8"), "write the page again: python -m docs.cases"
    coverage = pl.read_csv(case.home / "published" / "current" / "ucj_coverage.csv", infer_schema=False)
    assert max(case.as_of) == date.fromisoformat(coverage["as_of"][0])


def test_the_page_of_cases_has_a_section_for_each_and_nothing_else() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.startswith(HEAD)
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == [case.title.partition(": ")[0] for case in CASES]


def test_every_case_has_sheets() -> None:
    assert SHEETS.keys() == {case.name for case in CASES}


def test_published_figures_are_read_off_sheets(published: Published, browser: "Browser", tmp_path: Path) -> None:
    for number, sheet in enumerate(SHEETS[published.case.name]):
        text = printed(published.case, sheet, browser=browser, place=tmp_path / str(number))
        assert [one for one in sheet.says if one not in text] == [], text
        assert [one for one in sheet.never if one in text] == []
        if sheet.region == "72" and sheet.language == "id":
            assert above_half(text) == {"Kabupaten Morowali"}


def printed(case: PublishedCase, sheet: SheetText, *, browser: "Browser", place: Path) -> str:
    """The text of a sheet of the newest release of a day, printed as `ucj release sheet` does.

    By the browser of the session and at the size that fits: tests/browser/publish/test_sheets_in_browser.py tries the
    browser that the command starts, and its sizes.
    """
    (release,) = (case.home / "published").glob(f"{sheet.as_of}-*")
    made = region_sheet(case.home, release_id=release.name, edition=sheet.edition, region=sheet.region)
    place.mkdir()
    for name, content in made.files.items():
        (place / name).write_bytes(content)
    page = browser.new_page()
    page.goto(f"{(place / made.name).as_uri()}?bahasa={sheet.language}")
    for fit in FITS:
        page.evaluate(f"document.documentElement.style.setProperty('--fit', {fit})")
        pdf = page.pdf(prefer_css_page_size=True)
        if sheets_of(pdf) == 1:
            break
    page.close()
    (only,) = PdfReader(BytesIO(pdf)).pages
    return " ".join(only.extract_text().split())


def above_half(text: str) -> set[str]:
    """The regencies of a province's sheet of which the coverage is above 50 percent; all of them must be there."""
    within = text.partition("Wilayah di dalamnya")[2].partition("Sumber")[0]
    found = dict(re.findall(r"((?:Kabupaten|Kota) [A-Z][A-Za-z -]+?) [\d.]+ [\d.]+ (\d+),\d\d %", within))
    named = made_tables()["ucj_coverage"].filter(level="regency", basis="nik").select("region_code", "region_name")
    assert found.keys() == {name for code, name in named.iter_rows() if code in SULTENG}
    return {name for name, whole in found.items() if int(whole) >= 50}
