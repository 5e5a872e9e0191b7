"""Pages of regions in a browser: languages, order, print and the phone."""

from typing import Any

import pytest

from expectations.written import ENGLISH, INDONESIAN
from tests.browser.publish.conftest import Open
from tests.unit.publish.made_facts import made_tables

BUOL = "72.05"

BARS = """() => {
  const lines = [...document.querySelectorAll(".pyramid p")].slice(1).map((line) => [...line.children]);
  const side = Math.max(...lines.flatMap((one) => [one[1], one[3]]).map((one) => one.getBoundingClientRect().width));
  const of = (bar, number) => ({ share: bar.getBoundingClientRect().width / side, number: number.innerText,
    marked: bar.className === "unknown" && getComputedStyle(bar).backgroundImage.includes("repeating") });
  return lines.map(([men, left, age, right, women]) =>
    ({ age: age.innerText, "Laki-laki": of(left, men), "Perempuan": of(right, women) }));
}"""


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


@pytest.mark.parametrize("path", ["index.html", f"wilayah/{BUOL}.html"])
def test_bars_of_men_and_women_are_as_long_as_the_table_says(open_page: Open, path: str) -> None:
    page = open_page(path)
    cells = [row.locator("th, td").all_inner_texts() for row in page.locator("#kelamin-umur tbody tr").all()]
    table = {(sex, age): number for sex, age, number, _ in cells}
    numbers = {group: int(number.replace(".", "")) for group, number in table.items() if number != "[c]"}
    bars = page.evaluate(BARS)
    longest = max(numbers[sex, age] for sex, age in numbers if age[0].isdigit() and sex in ("Laki-laki", "Perempuan"))
    assert [line["age"] for line in bars] == ["65+", "55-64", "45-54", "35-44", "25-34", "15-24", "0-14"]
    for line in bars:
        for sex in ("Laki-laki", "Perempuan"):
            drawn, group = line[sex], (sex, line["age"])
            assert drawn["number"] == table.get(group, "0")
            assert drawn["marked"] == (table.get(group) == "[c]")
            if not drawn["marked"]:
                assert drawn["share"] == pytest.approx(numbers.get(group, 0) / longest, abs=0.005)
    assert sum(line[sex]["marked"] for line in bars for sex in ("Laki-laki", "Perempuan")) == 2


def test_the_sheet_has_the_chart_of_men_and_women_in_place_of_its_table(open_page: Open) -> None:
    page = open_page(f"wilayah/{BUOL}.html")
    page.emulate_media(media="print")
    assert page.locator(".pyramid").is_visible()
    assert not page.locator("#kelamin-umur table").is_visible()
