"""Pages of regions in a browser: languages, order, print and the phone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.files.site.pages import region_pages
from tests.browser.publish.conftest import Open
from tests.unit.publish.made_facts import AS_OF, made_tables

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

BUOL = "72.05"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> "Path":
    """All pages of a release, as files."""
    place = tmp_path_factory.mktemp("site")
    (place / "wilayah").mkdir()
    for path, content in region_pages(made_tables(), as_of=AS_OF):
        (place / path).write_bytes(content)
    return place


@pytest.fixture
def open_region(browser: "Browser", folder: "Path") -> Iterator[Open]:
    """Opens a page; afterwards it must have asked for files of its folder only, and have had no error."""
    asked: list[str] = []
    said: list[str] = []
    contexts = []

    def opened(path: str, **options: Any) -> "Page":
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{folder.as_uri()}/wilayah/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((folder.as_uri(), "data:"))] == []
    assert said == []


def coverage_of(code: str) -> dict[str, Any]:
    return made_tables()["ucj_coverage"].filter(region_code=code, basis="nik").row(0, named=True)


def test_the_switch_changes_every_text_number_and_date_and_the_address(open_region: Open) -> None:
    row = coverage_of(BUOL)
    page = open_region(f"{BUOL}.html")
    first = "section.first"
    assert INDONESIAN.number(row["active"]) in page.inner_text(first)
    assert page.locator("[lang=en]:not(button)").first.is_hidden()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "bahasa=en" in page.url
    assert ENGLISH.number(row["active"]) in page.inner_text(first)
    assert ENGLISH.percent(row["coverage_pct"]) in page.inner_text(first)
    assert page.locator(".id:visible").count() == 0
    page.reload()
    assert ENGLISH.number(row["active"]) in page.inner_text(first)
    page.get_by_role("link", name="Sulawesi Tengah").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Indonesia").click()
    assert page.locator("[lang=en]:not(button):visible").count() == 0


def test_a_table_is_sorted_by_a_click_and_by_the_address(open_region: Open) -> None:
    page = open_region("72.html")
    shares = made_tables()["ucj_coverage"].filter(basis="nik", level="regency")
    within = shares.filter(shares["region_code"].str.starts_with("72."))
    names = within.sort("active")["region_name"].to_list()
    shown = page.locator("#wilayah tbody th")
    page.locator("#wilayah thead").get_by_role("button").nth(1).click()
    assert shown.all_inner_texts() == names
    assert "urut=wilayah.1.naik" in page.url
    page.locator("#wilayah thead").get_by_role("button").nth(1).click()
    assert shown.all_inner_texts() == names[::-1]
    again = open_region("72.html?urut=wilayah.1.turun")
    assert again.locator("#wilayah tbody th").all_inner_texts() == names[::-1]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("name", ["ID.html", "72.html", f"{BUOL}.html"])
def test_a_page_is_never_wider_than_the_screen(open_region: Open, name: str, width: int) -> None:
    page = open_region(name, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_both_languages_are_there(open_region: Open) -> None:
    page = open_region(f"{BUOL}.html", java_script_enabled=False)
    assert page.get_by_role("button").count() == 0
    assert page.get_by_text("Main figures").is_visible()
    assert page.get_by_text("Angka pokok").is_visible()


def test_the_map_has_a_tile_for_each_regency_that_leads_to_its_page(open_region: Open, folder: "Path") -> None:
    page = open_region("ID.html")
    links = page.locator("svg.map a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(links) == len(set(links)) == 514
    assert all((folder / "wilayah" / link.partition("?")[0]).is_file() for link in links)
    page.locator(f"svg.map a[href^='{BUOL}']").click()
    assert page.locator("h1").inner_text().startswith(coverage_of(BUOL)["region_name"])
