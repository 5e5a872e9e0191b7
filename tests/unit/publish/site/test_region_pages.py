"""Pages of regions show what the tables have, hide what they hide, and say it in both languages."""

import re
from datetime import date

import polars as pl
import pytest

from tasks.protect.protect import PublishableFacts, protect
from tasks.publish.files.site.markup.cells import cell
from tasks.publish.files.site.regions.pages import region_pages
from tasks.publish.files.site.sections import SECTIONS
from tests.property.protect.small_nation import Group, tables_of
from tests.property.protect.test_nobody_is_found_out import RULES
from tests.unit.publish.made_facts import AS_OF, made_tables
from tests.unit.publish.site.read_page import ReadPage
from warehouse.figures.tables import PUBLISHED_TABLE

NATION = [
    Group(people=people, regency=regency, home="11.01.01.2001", funders=(funder,), category=category, segment="PU",
          unpaid=0, outcome=outcome, heads=False)
    for people, regency, funder, category, outcome in (
        (3, "11.01", "APBDES", "UMUM", "stayed"), (60, "11.01", "MANDIRI", "RT_RW", "new"),
        (50, "11.02", "APBDES", "UMUM", "stayed"), (70, "11.02", "MANDIRI", "PEKERJA_RENTAN", "new"),
        (80, "11.03", "APBDES", "UMUM", "stayed"), (1234, "12.01", "APBDES", "UMUM", "stayed"))
]  # fmt: skip


def pages_of(tables: dict[str, pl.DataFrame], *, as_of: date = AS_OF) -> dict[str, str]:
    return {path: page.decode() for path, page in region_pages(tables, as_of=as_of)}


@pytest.fixture(scope="module")
def editions() -> PublishableFacts:
    tables = tables_of(NATION)
    tables["ucj_expiry"] = tables["ucj_expiry"].with_columns(months_ahead=pl.lit(1, dtype=pl.Int32))
    tables["ucj_coverage"] = tables["ucj_coverage"].with_columns(region_name="region_code")
    return protect(tables, rules=RULES)


@pytest.fixture(scope="module")
def pages(editions: PublishableFacts) -> dict[str, str]:
    return pages_of(dict(editions.tables))


def in_indonesian(value: float) -> str:
    """Independent of the code under test: 1234567.5 is 1.234.567,5."""
    whole, _, part = f"{value}".partition(".")
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", whole)
    return f"{grouped},{part}" if part else grouped


def test_there_is_one_page_for_each_province_and_regency() -> None:
    tables = made_tables()
    regions = tables["ucj_coverage"]["region_code"].unique()
    assert regions.len() == 1 + 38 + 514
    found = pages_of(tables).keys() - {"wilayah/wilayah.css", "wilayah/wilayah.js"}
    assert found == {f"wilayah/{code}.html" for code in regions if code != "ID"}


def test_figures_on_a_page_are_those_of_the_tables(editions: PublishableFacts, pages: dict[str, str]) -> None:
    seen = 0
    for code in ("11", "11.01", "12.01"):
        shown = ReadPage(pages[f"wilayah/{code}.html"]).rows
        for section in SECTIONS:
            if section.key not in shown or section.key == "desa":
                continue
            frame = editions.tables[section.table].filter(basis="nik", region_code=code)
            for column in ("active", "new", "net", "claims"):
                if column in section.columns and section.most is None:
                    place = section.columns.index(column)
                    there = [row[place] for row in shown[section.key]]
                    statuses = frame[f"{column}_status"] if f"{column}_status" in frame.columns else [None] * len(frame)
                    expected = [
                        in_indonesian(value)
                        if value is not None
                        else {"confidential": "[c]", "not_reported": "[x]"}.get(str(status), "–")
                        for value, status in zip(frame[column], statuses, strict=True)
                    ]
                    assert set(there) <= set(expected), (code, section.key, column)
                    assert [one for one in expected if one not in there and one not in ("[x]", "–")] == []
                    seen += len(there)
    assert seen > 20


def test_a_hidden_count_is_nowhere_on_the_page_but_as_its_mark(
    editions: PublishableFacts, pages: dict[str, str]
) -> None:
    row = editions.tables["ucj_funder"].filter(basis="nik", region_code="11.01", funder="APBDES").row(0, named=True)
    assert row["active"] is None
    funders = ReadPage(pages["wilayah/11.01.html"]).rows["pendana"]
    assert [cells[1] for cells in funders if cells[0] == "APB desa"] == ["[c]"]
    full = pages_of(dict(editions.full))
    assert [cells[1] for cells in ReadPage(full["wilayah/11.01.html"]).rows["pendana"] if cells[0] == "APB desa"] == [
        "3"
    ]


def test_every_source_names_the_basis_of_its_own_table(pages: dict[str, str]) -> None:
    page = pages["wilayah/11.01.html"]
    named = dict(re.findall(r">(ucj_\w+)\.csv</a>, basis (?:<span class=\"id\">)?([\w ]+)", page))
    assert named["ucj_category"] == "NIK"
    assert named["ucj_employer"] == "Tempat kerja"


def test_every_text_is_there_in_both_languages(pages: dict[str, str]) -> None:
    page = pages["wilayah/11.01.html"]
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page, flags=re.DOTALL)
    assert len(headings) > 8
    for heading in headings:
        assert re.fullmatch(r'<span class="id">[^<]+</span><span class="en" lang="en"> [^<]+</span>', heading), heading


def test_texts_of_others_cannot_become_markup() -> None:
    row = {"issuer": "<script>alert(1)</script>", "document": '"><img src=x>'}
    for column in row:
        assert "<" not in cell(row, column)


def test_names_of_regions_cannot_become_markup() -> None:
    tables = made_tables()
    name = pl.when(pl.col("region_code") == "72.05").then(pl.lit("<b>Buol</b>")).otherwise("region_name")
    tables["ucj_coverage"] = tables["ucj_coverage"].with_columns(region_name=name)
    page = pages_of(tables)["wilayah/72.05.html"]
    assert "<b>Buol</b>" not in page
    assert "&lt;b&gt;Buol&lt;/b&gt;" in page


def test_a_page_asks_for_nothing_outside(pages: dict[str, str]) -> None:
    of_own_folder = "fetch(`${served[1]}"  # the folder of releases from which the page itself came
    assert pages["wilayah/wilayah.js"].count(of_own_folder) == 1
    for path, page in pages.items():
        others = page.replace(of_own_folder, "")
        assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//|url\(|@import|fetch\(""", others), path


def test_a_table_that_the_release_has_not_is_left_out() -> None:
    assert "kohor" not in ReadPage(pages_of(made_tables())["wilayah/72.05.html"]).rows


def test_every_column_of_a_section_is_declared() -> None:
    for section in SECTIONS:
        known = {column.name for column in PUBLISHED_TABLE[section.table].columns} | {"region_name"}
        assert set(section.columns) <= known, section.key
