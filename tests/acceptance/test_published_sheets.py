"""The published cases, read word for word off the sheets that `ucj release sheet` prints."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from demo.published import write_published
from demo.published_cases import CASES, SULTENG
from demo.published_model import PublishedCase
from deployments.console.print_pdf import print_one_sheet
from tasks.publish.editions.sheet import region_sheet
from tests.acceptance.published_sheets import SHEETS, SheetText
from tests.chromium import CHROMIUM
from tests.conftest import RunDay
from tests.unit.publish.made_facts import made_tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Read = Callable[[PublishedCase, SheetText], str]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublishedCase]:
    return {case.name: case for case in write_published(home=tmp_path_factory.mktemp("published"))}


@pytest.fixture
def read(browser: "Browser", tmp_path: Path) -> Read:
    """The text of a sheet of the newest release of a day."""

    def text_of(case: PublishedCase, sheet: SheetText) -> str:
        (release,) = (case.home / "published").glob(f"{sheet.as_of}-*")
        made = region_sheet(case.home, release_id=release.name, edition=sheet.edition, region=sheet.region)
        query = f"bahasa={sheet.language}"
        pdf = print_one_sheet(made.files, page=made.name, query=query, browser=CHROMIUM, beside=tmp_path)
        (page,) = PdfReader(BytesIO(pdf)).pages
        return " ".join(page.extract_text().split())

    return text_of


def test_every_case_has_sheets() -> None:
    assert SHEETS.keys() == {case.name for case in CASES}


@pytest.mark.parametrize("name", SHEETS)
def test_published_figures_are_read_off_sheets(
    name: str, cases: dict[str, PublishedCase], run_day: RunDay, read: Read
) -> None:
    case = cases[name]
    for day in case.as_of:
        assert run_day(case.home, day)["ending"] == "published"
    for sheet in SHEETS[name]:
        text = read(case, sheet)
        assert [one for one in sheet.says if one not in text] == [], text
        assert [one for one in sheet.never if one in text] == []
        if sheet.region == "72" and sheet.language == "id":
            assert above_half(text) == {"Kabupaten Morowali"}


def above_half(text: str) -> set[str]:
    """The regencies of a province's sheet of which the coverage is above 50 percent; all of them must be there."""
    within = text.partition("Wilayah di dalamnya")[2].partition("Sumber")[0]
    found = dict(re.findall(r"((?:Kabupaten|Kota) [A-Z][A-Za-z -]+?) [\d.]+ [\d.]+ (\d+),\d\d %", within))
    named = made_tables()["ucj_coverage"].filter(level="regency", basis="nik").select("region_code", "region_name")
    assert found.keys() == {name for code, name in named.iter_rows() if code in SULTENG}
    return {name for name, whole in found.items() if int(whole) >= 50}
