"""The basis on the page: chosen, said, and kept in the address. The figures are those of `made_split`, by hand."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.publish.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

CODES = ["nik", "nik_adjusted", "domicile", "workplace"]
ADJUSTED = "NIK, disesuaikan dengan pemekaran"
BY_NIK, BY_NIK_ADJUSTED = "1,90\u00a0%", "41,90\u00a0%"


def choose(page: "Page", basis: str) -> None:
    page.locator("label", has=page.locator(f"input[value={basis}]")).click()


def chosen(page: "Page") -> list[str]:
    codes: list[str] = page.eval_on_selector_all("input[name=basis]:checked", "all => all.map(one => one.value)")
    return codes


def end_of_address(page: "Page") -> str:
    address: str = page.evaluate("location.href")
    return address.partition("index.html")[2]


def cells(page: "Page", code: str) -> str:
    return page.locator("#tabel-regency tbody tr", has=page.locator(f"a[href='#{code}']")).inner_text()


def test_page_opens_with_the_official_basis(open_page: Open) -> None:
    page = open_page("#18.13")
    assert page.eval_on_selector_all("input[name=basis]", "all => all.map(one => one.value)") == CODES
    assert chosen(page) == ["nik"]
    assert page.inner_text("#angka") == BY_NIK
    assert page.inner_text("#basis-text").startswith("Basis resmi")
    assert "Angka dari basis yang berbeda tidak boleh dijumlahkan atau dibandingkan." in page.inner_text("#wilayah")
    assert not page.locator("#f-doubt-box").is_visible()
    assert end_of_address(page) == "#18.13"


def test_split_regency_has_its_people_on_the_adjusted_basis(open_page: Open) -> None:
    page = open_page("#18.13")
    page.fill("#cari", "18.13")
    assert BY_NIK in cells(page, "18.13")
    choose(page, "nik_adjusted")
    assert page.inner_text("#angka") == BY_NIK_ADJUSTED
    assert page.inner_text("#kalimat") == "41.900 orang terlindungi dari 100.000 pekerja yang berhak"
    assert page.inner_text("#f-strict-pct") == "39,00\u00a0%"
    assert page.inner_text("#f-gap") == "58.100"
    assert page.inner_text("#f-doubt") == "500"
    assert page.locator("#segmen tbody tr").nth(0).locator("td").first.inner_text() == "31.900"
    assert page.locator("#segmen tbody tr").nth(1).locator("td").first.inner_text() == "10.000"
    assert BY_NIK_ADJUSTED in cells(page, "18.13")
    page.select_option("#pilih", "18.04")
    assert page.inner_text("#angka") == "25,00\u00a0%"


def test_another_basis_is_called_not_official_wherever_its_figures_stand(open_page: Open) -> None:
    page = open_page("?basis=nik_adjusted#18.13")
    said = f"basis {ADJUSTED} (bukan basis resmi)"
    for place in (".figure", "#segmen caption", "#tabel-province caption", "#tabel-regency caption"):
        assert said in page.inner_text(place)
    assert page.inner_text("#basis-text").startswith("Bukan basis resmi")
    assert page.title().endswith(f"basis {ADJUSTED}")
    page.emulate_media(media="print")
    assert page.locator("#basis-text").is_visible()
    assert page.locator("#aturan-basis").is_visible()
    page.emulate_media(media="screen")
    choose(page, "nik")
    assert "bukan basis resmi" not in page.inner_text("#isi").lower()
    assert "basis" not in page.title()


def test_address_keeps_the_basis_through_links_lists_and_reloading(open_page: Open) -> None:
    page = open_page("#18.13")
    choose(page, "nik_adjusted")
    assert end_of_address(page) == "?basis=nik_adjusted#18.13"
    page.reload()
    assert (chosen(page), page.inner_text("#angka")) == (["nik_adjusted"], BY_NIK_ADJUSTED)
    page.select_option("#pilih", "18.04")
    assert end_of_address(page) == "?basis=nik_adjusted#18.04"
    page.click("nav a[href='#kelengkapan']")
    assert end_of_address(page) == "?basis=nik_adjusted#kelengkapan"
    other = open_page("?basis=nik_adjusted#18.13")
    assert (chosen(other), other.inner_text("#angka")) == (["nik_adjusted"], BY_NIK_ADJUSTED)
    choose(other, "nik")
    assert (end_of_address(other), other.inner_text("#angka")) == ("#18.13", BY_NIK)


def test_going_back_shows_the_basis_of_the_address(open_page: Open) -> None:
    page = open_page("?basis=nik_adjusted#18.13")
    page.click("#jejak a[href='#18']")
    page.locator("#nama-wilayah", has_text="Lampung").wait_for()
    choose(page, "nik")
    assert end_of_address(page) == "#18"
    page.go_back()
    page.locator("#nama-wilayah", has_text="Pesisir Barat").wait_for()
    assert end_of_address(page) == "?basis=nik_adjusted#18.13"
    assert (chosen(page), page.inner_text("#angka")) == (["nik_adjusted"], BY_NIK_ADJUSTED)


@pytest.mark.parametrize("asked", ["?basis=everything", "?basis=toString", "?basis=", "?basis=NIK_ADJUSTED"])
def test_unknown_basis_in_the_address_is_the_official_one(open_page: Open, asked: str) -> None:
    page = open_page(f"{asked}#18.13")
    assert (chosen(page), page.inner_text("#angka")) == (["nik"], BY_NIK)
    assert end_of_address(page) == "#18.13"


def test_basis_is_kept_where_a_script_may_not_write_the_address_of_a_file(open_page: Open) -> None:
    page = open_page("#18.13")
    page.evaluate("void (history.replaceState = () => { throw new DOMException('refused', 'SecurityError'); })")
    with page.expect_navigation():
        choose(page, "nik_adjusted")
    assert end_of_address(page) == "?basis=nik_adjusted#18.13"
    assert (chosen(page), page.inner_text("#angka")) == (["nik_adjusted"], BY_NIK_ADJUSTED)


def test_basis_is_chosen_by_keyboard_and_named_to_a_screen_reader(open_page: Open) -> None:
    page = open_page("#18.13")
    group = page.get_by_role("group", name="Basis wilayah")
    assert "tidak boleh dijumlahkan" in page.inner_text(f"#{group.get_attribute('aria-describedby')}")
    group.get_by_role("radio", name="NIK resmi").focus()
    page.keyboard.press("ArrowRight")
    adjusted = group.get_by_role("radio", name=ADJUSTED)
    assert adjusted.is_checked()
    assert adjusted.evaluate("one => one === document.activeElement")
    outline = adjusted.evaluate("one => getComputedStyle(one.nextElementSibling).outlineStyle")
    assert outline == "solid"
    assert page.inner_text("#angka") == BY_NIK_ADJUSTED
    assert "kode kecamatan dalam NIK" in page.get_by_role("status").filter(has_text="basis resmi").inner_text()
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#angka") == BY_NIK


@pytest.mark.parametrize("basis", CODES)
def test_every_basis_fits_a_telephone(open_page: Open, basis: str) -> None:
    page = open_page(f"?basis={basis}#18.13", viewport={"width": 360, "height": 740}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for label in page.locator(".bases label").all():
        box = label.bounding_box()
        assert box is not None
        assert box["height"] >= 40
        assert box["x"] + box["width"] <= 360
    assert chosen(page) == [basis]


def test_without_a_script_the_page_says_where_other_bases_are(open_page: Open) -> None:
    page = open_page("?basis=nik_adjusted", java_script_enabled=False)
    assert "basis lain ada dalam ucj_coverage.csv" in page.inner_text("#wilayah")
    assert page.inner_text("#basis-text").startswith("Basis resmi")
