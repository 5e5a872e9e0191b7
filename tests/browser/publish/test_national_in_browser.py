"""The national page in a browser: languages, bases, search, order, map, print, and the address that keeps them."""

import re
from typing import TYPE_CHECKING

import polars as pl
import pytest

from expectations.written import ENGLISH, INDONESIAN
from tests.browser.publish.conftest import Open, figure

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

FIRST_ROWS = 50


def shown_codes(page: "Page", section: str = "kabupaten") -> list[str]:
    codes: list[str] = page.eval_on_selector_all(
        f"#{section} tbody tr", "rows => rows.filter(r => r.offsetParent).map(r => r.dataset.code)"
    )
    return codes


def query(page: "Page") -> str:
    return page.url.partition("index.html")[2]


def test_the_switch_changes_every_text_number_and_date_and_the_address(open_page: Open, coverage: pl.DataFrame) -> None:
    nation = figure(coverage, "ID")
    page = open_page()
    assert INDONESIAN.number(nation["active"]) in page.inner_text("section.first")
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert query(page) == "?bahasa=en"
    assert ENGLISH.number(nation["active"]) in page.inner_text("section.first")
    assert page.title() == "UCJ coverage of Indonesia, 30 June 2021"
    assert page.locator(".id:visible").count() == 0
    row = figure(coverage, "72.05")
    title = page.locator("svg.map a[href*='72.05'] title").text_content() or ""
    assert title == f"Kabupaten Buol: {ENGLISH.percent(row['coverage_pct'])}"
    assert re.findall(r"\d,\d\d\s%|\d\.\d{3}(?!\d)", page.inner_text("main")) == []
    page.reload()
    assert ENGLISH.number(nation["active"]) in page.inner_text("section.first")
    page.locator("svg.map a[href*='72.05']").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_basis_has_a_page_of_its_own_that_says_whether_it_is_official(
    open_page: Open, coverage: pl.DataFrame
) -> None:
    page = open_page("index.html?bahasa=en")
    page.get_by_role("link", name="Home", exact=True).click()
    assert page.url.endswith("basis/domicile.html?bahasa=en")
    assert "Not the official basis." in page.inner_text("header")
    assert ENGLISH.percent(figure(coverage, "ID", "domicile")["coverage_pct"]) in page.inner_text("header")
    page.get_by_role("button", name="Indonesia").click()
    buol = page.locator("#kabupaten tr[data-code='72.05']")
    assert INDONESIAN.percent(figure(coverage, "72.05", "domicile")["coverage_pct"]) in (buol.text_content() or "")
    page.get_by_role("link", name="NIK resmi").click()
    assert page.url.endswith("index.html")
    assert page.locator(".basis-text .warn").count() == 0


@pytest.mark.parametrize(
    ("old", "new"), [("index.html#72.05", "wilayah/72.05.html"), ("index.html?basis=domicile", "basis/domicile.html")]
)
def test_addresses_of_the_earlier_page_lead_on(open_page: Open, old: str, new: str) -> None:
    page = open_page(old)
    page.wait_for_url(f"**/{new}")


def test_search_province_and_class_leave_the_rows_that_fit_and_stand_in_the_address(
    open_page: Open, coverage: pl.DataFrame
) -> None:
    page = open_page()
    assert len(shown_codes(page)) == FIRST_ROWS
    page.get_by_role("button", name="Tampilkan semua").click()
    assert len(shown_codes(page)) == 514
    page.get_by_role("searchbox").fill("buol")
    assert shown_codes(page) == ["72.05"]
    page.get_by_role("searchbox").fill("7205")
    assert shown_codes(page) == ["72.05"]
    assert "cari=7205" in page.url
    page.get_by_role("searchbox").fill("")
    page.locator("select[name=provinsi]").select_option("72")
    assert len(shown_codes(page)) == 13
    assert page.inner_text("#kabupaten output") == "13 dari 514 wilayah"
    again = open_page(f"index.html{query(page)}")
    assert shown_codes(again) == shown_codes(page)
    without = coverage.filter(pl.col("coverage_class").is_null(), level="regency", basis="nik")
    assert open_page("index.html?kelas=low").inner_text("#kabupaten output").startswith(f"{514 - without.height} dari")


def test_a_class_leads_to_its_regencies(open_page: Open, coverage: pl.DataFrame) -> None:
    page = open_page()
    page.locator("#kelas").get_by_role("link", name="rendah", exact=True).click()
    low = coverage.filter(level="regency", basis="nik", coverage_class="low")
    assert page.inner_text("#kabupaten output").startswith(f"{low.height} dari 514")
    assert "kelas=low" in page.url


def test_a_table_is_sorted_by_the_keyboard_alone(open_page: Open, coverage: pl.DataFrame) -> None:
    page = open_page()
    head = page.locator("#provinsi thead th").nth(1)
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    provinces = coverage.filter(level="province", basis="nik").sort("coverage_pct", maintain_order=True)
    assert shown_codes(page, "provinsi") == provinces["region_code"].to_list()
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    assert "urut=provinsi.1.turun" in page.url
    again = open_page(f"index.html{query(page)}")
    assert shown_codes(again, "provinsi") == shown_codes(page, "provinsi")


def test_regencies_without_eligible_workers_come_last(open_page: Open, coverage: pl.DataFrame) -> None:
    page = open_page()
    page.get_by_role("button", name="Tampilkan semua").click()
    regencies = coverage.filter(level="regency", basis="nik")
    without = regencies.filter(pl.col("eligible").is_null())["region_code"].to_list()
    assert without
    for _ in range(2):
        page.locator("#kabupaten thead th").nth(1).get_by_role("button").click()
        assert sorted(shown_codes(page)[-len(without) :]) == without


def test_the_map_has_a_tile_for_each_regency_that_leads_to_its_page(open_page: Open, site: "Path") -> None:
    page = open_page()
    links = page.locator("svg.map a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(links) == len(set(links)) == 514
    assert all((site / link.partition("?")[0]).is_file() for link in links)
    page.locator("svg.map a[href*='72.05']").click()
    assert page.locator("h1").inner_text().startswith("Kabupaten Buol")


def test_without_a_script_everything_is_there_in_both_languages(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    assert page.locator("#kabupaten tbody tr").count() == 514
    assert page.locator("#kabupaten tbody tr").last.is_visible()
    assert not page.locator("form.filters").is_visible()
    assert page.get_by_text("Main figures").is_visible()
    page.get_by_role("link", name=re.compile("^Domisili")).click()
    assert "Not the official basis." in page.inner_text("header")


def test_each_province_has_a_small_chart_that_leads_to_it(open_page: Open, coverage: pl.DataFrame) -> None:
    page = open_page()
    assert page.locator(".smalls li").count() == 38
    first = page.locator(".smalls li").first
    assert INDONESIAN.percent(figure(coverage, "11")["coverage_pct"]) in first.inner_text()
    first.get_by_role("link").click()
    aceh = coverage.filter(
        pl.col("region_code").str.starts_with("11."), pl.col("coverage_pct").is_not_null(), basis="nik"
    )
    assert page.locator(".smalls li").count() == aceh.height


def test_the_finder_shows_the_coverage_of_a_region_and_leads_to_its_page(
    open_page: Open, coverage: pl.DataFrame
) -> None:
    page = open_page()
    field, found = page.get_by_label("Cari kabupaten, kota atau provinsi"), page.locator(".finder li")
    field.fill("buo")
    assert [text.split("\n")[0] for text in found.all_inner_texts()] == ["Kabupaten Buol"]
    assert INDONESIAN.percent(figure(coverage, "72.05")["coverage_pct"]) in found.inner_text()
    page.get_by_role("button", name="English").click()
    assert ENGLISH.percent(figure(coverage, "72.05")["coverage_pct"]) in found.inner_text()
    page.get_by_role("button", name="Indonesia").click()
    field.fill("kabupaten")
    assert found.count() == 7
    assert found.last.inner_text() == "410 lagi: ketik lebih banyak huruf"
    field.fill("atlantis")
    assert found.inner_text() == "Tidak ada wilayah dengan nama atau kode itu"
    field.fill("72")
    assert found.first.inner_text().startswith("Sulawesi Tengah")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wilayah/72.html")
    page.get_by_role("link", name="Cari wilayah lain").click()
    page.wait_for_url("**/index.html#cari")
