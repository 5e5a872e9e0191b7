import re
from typing import TYPE_CHECKING

import polars as pl
import pytest

from expectations.written import ENGLISH, INDONESIAN
from tests.browser.publish.conftest import Open, figure
from tests.unit.publish.made_facts import made_tables

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST_ROWS = 50
BASIS_NAMES = (
    ("domicile", "Domisili"),
    ("nik_adjusted", "NIK, disesuaikan dengan pemekaran"),
    ("workplace", "Tempat kerja"),
    ("nik", "NIK"),
)


def shown_codes(page: "Page", table: str) -> list[str]:
    codes: list[str] = page.eval_on_selector_all(
        f"#{table} tbody tr",
        "rows => rows.filter(r => r.offsetParent).map(r => r.querySelector('small').innerText.slice(0, 5))",
    )
    return codes


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("script", [True, False])
def test_page_is_never_wider_than_the_screen(open_page: Open, width: int, script: bool) -> None:
    page = open_page(viewport={"width": width, "height": 740}, java_script_enabled=script)
    box = page.locator("body").bounding_box()
    assert box is not None
    assert box["width"] <= width
    if script:
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_basis_changes_every_figure(open_page: Open, coverage: pl.DataFrame) -> None:
    page = open_page("#72.05")
    for basis, name in BASIS_NAMES:
        page.locator("label", has=page.locator(f"input[value={basis}]")).click()
        row = figure(coverage, "72.05", basis)
        assert page.inner_text("#angka") == INDONESIAN.percent(row["coverage_pct"])
        assert INDONESIAN.number(row["active"]) in page.inner_text("#kalimat")
        first = figure(coverage, "11.01", basis)
        cells = page.locator("#tabel-regency tbody tr").first
        assert INDONESIAN.percent(first["coverage_pct"]) in cells.inner_text()
        assert f"basis {name}" in page.inner_text("#tabel-regency caption")


@pytest.mark.parametrize("script", [True, False])
def test_each_language_has_its_own_numbers(open_page: Open, coverage: pl.DataFrame, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    nation = figure(coverage, "ID")
    assert f"{INDONESIAN.number(nation['active'])} orang" in page.inner_text("#kalimat")
    assert f"{ENGLISH.number(nation['active'])} people" in page.inner_text("#kalimat-en")
    assert f"of {ENGLISH.number(nation['eligible'])} eligible" in page.inner_text("#kalimat-en")
    english = page.locator("[lang=en]").all_inner_texts()
    assert len(english) > 50
    assert [text for text in english if re.search(r"[0-9]\.[0-9]{3}|[0-9],[0-9]+\s%", text)] == []


def test_region_is_chosen_by_link_list_and_address(open_page: Open, coverage: pl.DataFrame) -> None:
    page = open_page("#72.06")
    assert page.inner_text("#nama-wilayah") == "Kabupaten Morowali"
    page.select_option("#pilih", "72")
    assert page.inner_text("#nama-wilayah") == "Sulawesi Tengah"
    page.click("#jejak a[href='#ID']")
    page.locator("#nama-wilayah", has_text=re.compile("^Indonesia$")).wait_for()
    page.click("#tabel-province a[href='#15']")
    page.locator("#nama-wilayah", has_text=re.compile("^Jambi$")).wait_for()
    assert page.inner_text("#angka") == INDONESIAN.percent(figure(coverage, "15")["coverage_pct"])
    assert page.evaluate("document.activeElement.id") == "nama-wilayah"


def test_segments_follow_the_region(open_page: Open) -> None:
    page = open_page("#72.06")
    segments = made_tables()["ucj_segment"].filter(region_code="72.06", basis="nik")
    rows = page.locator("#segmen tbody tr").all()
    for row, expected in zip(rows, segments.to_dicts(), strict=True):
        assert row.locator("td").all_inner_texts() == [
            INDONESIAN.number(expected["active"]),
            INDONESIAN.number(expected["active_strict"]),
            INDONESIAN.number(expected["active_primary"]),
            INDONESIAN.number(expected["eligible"]),
            INDONESIAN.percent(expected["coverage_pct"]),
        ]


def test_search_and_filter_leave_the_rows_that_fit(open_page: Open) -> None:
    page = open_page()
    assert len(shown_codes(page, "tabel-regency")) == FIRST_ROWS
    page.click("#semua")
    assert len(shown_codes(page, "tabel-regency")) == 514
    page.fill("#cari", "buol")
    assert shown_codes(page, "tabel-regency") == ["72.05"]
    page.fill("#cari", "7205")
    assert shown_codes(page, "tabel-regency") == ["72.05"]
    page.fill("#cari", "")
    page.select_option("#provinsi-saring", "72")
    codes = shown_codes(page, "tabel-regency")
    assert len(codes) == 13
    assert all(code.startswith("72.") for code in codes)
    assert page.inner_text("#jumlah").startswith("13 dari 514")


def test_a_table_is_sorted_by_the_keyboard_alone(open_page: Open, coverage: pl.DataFrame) -> None:
    page = open_page()
    head = page.locator("#tabel-province th[data-key=pct]")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    provinces = coverage.filter(level="province", basis="nik").sort("coverage_pct", descending=True)
    links = page.eval_on_selector_all(
        "#tabel-province tbody a[href^='#']:not([title])", "a => a.map(x => x.hash.slice(1))"
    )
    assert links == provinces["region_code"].to_list()
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "ascending"
    name = page.locator("#tabel-province th[data-key=name]")
    name.get_by_role("button").click()
    assert (head.get_attribute("aria-sort"), name.get_attribute("aria-sort")) == (None, "ascending")


def test_regencies_without_eligible_workers_come_last(open_page: Open, coverage: pl.DataFrame) -> None:
    page = open_page()
    page.click("#semua")
    regencies = coverage.filter(level="regency", basis="nik")
    without = regencies.filter(pl.col("eligible").is_null())["region_code"].to_list()
    assert without
    for _ in range(2):
        page.locator("#tabel-regency th[data-key=pct] button").click()
        assert shown_codes(page, "tabel-regency")[-len(without) :] == without


def test_without_a_script_everything_on_basis_nik_is_there(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    assert page.locator("#tabel-regency tbody tr").count() == 514
    assert page.locator("#tabel-regency tbody tr").last.is_visible()
    assert not page.locator(".tools").is_visible()


def test_page_prints_all_regions(open_page: Open) -> None:
    page = open_page()
    page.emulate_media(media="print")
    assert page.locator("#tabel-regency tbody tr").last.is_visible()
    assert not page.locator(".filters").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
