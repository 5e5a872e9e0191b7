"""Sheets of regions on paper: one A4 whatever the tables hold, in either language, with nothing cut off."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from deployments.commands.mend.print_pdf import FITS, NoBrowser, NotPrinted, find_browser, print_one_sheet, sheets_of
from tasks.publish.editions.edition import RESTRICTED_MARK
from tasks.publish.files.site.regions.pages import sheet_files
from tests.chromium import CHROMIUM
from tests.unit.publish.made_facts import AS_OF
from tests.unit.publish.site.made_long import long_tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FALSE = Path("/bin/false")
A4_POINTS = (595, 842)
A4_WIDTH = 718  # pixels between the margins
WIDER_THAN_ITS_PLACE = """() => [...document.querySelectorAll("section table")].filter(one => one.offsetWidth)
    .filter(one => one.getBoundingClientRect().right > one.closest("section").getBoundingClientRect().right + 1)
    .map(one => one.closest("section").id)"""
MOST = {
    "35": "province",
    "35.01": "regency",
    "ID": "national",
}  # East Java has as many regencies as there are provinces


@pytest.fixture(scope="module", params=MOST)
def longest(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a region whose tables are all too long for a sheet."""
    code, place = request.param, tmp_path_factory.mktemp("sheet")
    files = sheet_files(
        long_tables(code, level=MOST[code]),
        code=code,
        as_of=AS_OF,
        release_id=f"{AS_OF}-0123456789ab",
        mark=RESTRICTED_MARK,
    )
    for name, content in files.items():
        (place / name).write_bytes(content)
    page: Path = place / f"{code}.html"
    return page


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_browser_prints_the_longest_page_on_one_a4(browser: "Browser", longest: Path, language: str) -> None:
    page = browser.new_page()
    page.goto(f"{longest.as_uri()}?bahasa={language}")
    assert sheets_of(page.pdf(prefer_css_page_size=True)) == 1
    page.close()


@pytest.mark.parametrize("fit", [FITS[0], FITS[-1]])
def test_no_table_is_wider_than_its_place(browser: "Browser", longest: Path, fit: float) -> None:
    page = browser.new_page(viewport={"width": A4_WIDTH, "height": 1000})
    page.emulate_media(media="print")
    page.goto(longest.as_uri())
    page.evaluate(f"document.documentElement.style.setProperty('--fit', {fit})")
    assert page.locator("#wilayah, #segmen").first.is_visible()
    assert page.evaluate(WIDER_THAN_ITS_PLACE) == []
    page.close()


def test_the_command_prints_one_a4_as_large_as_fits(browser: "Browser", longest: Path, tmp_path: Path) -> None:
    files = {file.name: file.read_bytes() for file in longest.parent.iterdir()}
    pdf = print_one_sheet(files, page=longest.name, query="bahasa=en", browser=CHROMIUM, beside=tmp_path)
    assert list(tmp_path.iterdir()) == []
    made = tmp_path / "sheet.pdf"
    made.write_bytes(pdf)
    (sheet,) = PdfReader(made).pages
    assert (round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) == A4_POINTS
    text = sheet.extract_text()
    assert "RESTRICTED" in text
    assert "All bases side by side" in text
    assert "Semua basis" not in text


def test_what_cannot_be_printed_says_what_to_do(
    browser: "Browser", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tall = {"tall.html": b'<html lang="id"><div style="height: 3000mm">x</div>'}
    with pytest.raises(NotPrinted, match="does not fit"):
        print_one_sheet(tall, page="tall.html", query="", browser=CHROMIUM, beside=tmp_path)
    with pytest.raises(NotPrinted, match="made no PDF"):
        print_one_sheet(tall, page="tall.html", query="", browser=find_browser(FALSE), beside=tmp_path)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoBrowser, match="apt install chromium"):
        find_browser(None)
    with pytest.raises(NoBrowser, match="is no program"):
        find_browser(tmp_path / "chromium")
