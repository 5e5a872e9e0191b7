"""Pages of regions in a browser: languages, order, print and the phone."""

from typing import Any

from expectations.written import ENGLISH, INDONESIAN
from tests.browser.publish.conftest import Open
from tests.unit.publish.made_facts import made_tables

BUOL = "72.05"


def coverage_of(code: str) -> dict[str, Any]:
    return made_tables()["ucj_coverage"].filter(region_code=code, basis="nik").row(0, named=True)


def test_the_switch_changes_every_text_number_and_date_and_the_address(open_page: Open) -> None:
    row = coverage_of(BUOL)
    page = open_page(f"wilayah/{BUOL}.html")
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
    page.locator(".trail").get_by_role("link", name="Sulawesi Tengah").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Indonesia").click()
    assert page.locator("[lang=en]:not(button):visible").count() == 0


def test_a_table_is_sorted_by_a_click_and_by_the_address(open_page: Open) -> None:
    page = open_page("wilayah/72.html")
    shares = made_tables()["ucj_coverage"].filter(basis="nik", level="regency")
    within = shares.filter(shares["region_code"].str.starts_with("72."))
    names = within.sort("active")["region_name"].to_list()
    shown = page.locator("#wilayah tbody th")
    page.locator("#wilayah thead").get_by_role("button").nth(1).click()
    assert shown.all_inner_texts() == names
    assert "urut=wilayah.1.naik" in page.url
    page.locator("#wilayah thead").get_by_role("button").nth(1).click()
    assert shown.all_inner_texts() == names[::-1]
    again = open_page("wilayah/72.html?urut=wilayah.1.turun")
    assert again.locator("#wilayah tbody th").all_inner_texts() == names[::-1]


def test_without_a_script_both_languages_are_there(open_page: Open) -> None:
    page = open_page(f"wilayah/{BUOL}.html", java_script_enabled=False)
    assert page.get_by_role("button").count() == 0
    assert page.get_by_text("Main figures").is_visible()
    assert page.get_by_text("Angka pokok").is_visible()
