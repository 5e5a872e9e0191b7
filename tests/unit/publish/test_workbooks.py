"""Workbooks read back by two other programs: the figures are those of the tables, and anybody can find his way."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import fastexcel
import openpyxl
import polars as pl
import pytest
import xlsxwriter

from tasks.publish.files.workbook.cells import rows_of
from tasks.publish.files.workbook.front import COLUMNS, CONTENTS, COVER, NOTES
from tasks.publish.files.workbook.marks import mark_of
from tasks.publish.files.workbook.sheets import HEAD_ROW, OTHER_BASES_NAME, TableSheet
from tasks.publish.files.workbook.styles import NUMBER_OF, add_styles, number_form, style_of
from tasks.publish.files.workbook.workbooks import plan_workbooks, workbook_regions
from tasks.publish.files.workbook.writer import write_workbook
from tests.unit.publish.made_facts import AS_OF, PROVENANCE
from warehouse.figures.schema import Column, Percent, Text
from warehouse.figures.tables import PUBLISHED_TABLE, PUBLISHED_TABLES
from warehouse.figures.tables.place import VILLAGE

FRONT = [COVER, CONTENTS, NOTES, COLUMNS]
NATION, BUOL = "ucj_2021-06-30.xlsx", "workbooks/ucj_2021-06-30_72.xlsx"


@pytest.fixture(scope="module")
def with_villages(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    levels = {
        "ID": "national",
        "72": "province",
        "72.05": "regency",
        "72.05.01": "district",
        "72.05.01.2001": "village",
    }
    rows = [
        {"as_of": AS_OF, "basis": "domicile", "region_code": code, "level": level, "active": number, "target": None}
        for number, (code, level) in enumerate(levels.items())
    ]
    empty = PUBLISHED_TABLE["ucj_village"].empty()
    villages = pl.DataFrame(rows, schema_overrides={"target": pl.Int64}).select(
        pl.col(name).cast(dtype) if name in rows[0] else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in empty.schema.items()
    )
    return {**tables, "ucj_village": villages}


@pytest.fixture(scope="module")
def books(with_villages: dict[str, pl.DataFrame]) -> dict[str, bytes]:
    planned = plan_workbooks(with_villages, as_of=AS_OF, provenance=PROVENANCE)
    return {path: one.write() for path, one in planned}


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_below_head(content: bytes, sheet: str) -> pl.DataFrame:
    """The rows of a sheet as calamine reads them, in the names of its CSV by the sheet of columns."""
    book = fastexcel.read_excel(content)
    columns = book.load_sheet(COLUMNS, header_row=1).to_polars()
    of_sheet = columns.filter(pl.col("Lembar / Sheet") == sheet)
    names = dict(zip(of_sheet["Kolom / Column"], of_sheet["Nama dalam CSV / Name in CSV"], strict=True))
    read: pl.DataFrame = book.load_sheet(sheet, header_row=HEAD_ROW, dtypes="string").to_polars()
    assert read.columns == list(names)
    return read.rename(names)


def expected_cells(frame: pl.DataFrame, name: str) -> list[object]:
    """What stands in a column, worked out from the table: a dash for no number, nothing for no text."""
    if frame.schema[name] == pl.String:
        return [value or None for value in frame[name]]
    hidden = {"confidential": "[c]", "not_reported": "[x]", "not_available": "–"}
    statuses = frame[f"{name}_status"] if f"{name}_status" in frame.columns else [None] * frame.height
    shown = zip(frame[name], statuses, strict=True)
    return [hidden.get(str(status), "–" if value is None else value) for value, status in shown]


def as_read(cell: object, like: object) -> object:
    if isinstance(like, Decimal) and isinstance(cell, str):
        return Decimal(cell).quantize(like)
    if isinstance(like, int) and isinstance(cell, str):
        return int(Decimal(cell))
    if isinstance(like, date) and isinstance(cell, str):
        return datetime.fromisoformat(cell).date()
    return cell


OTHER_BASIS = {"ucj_village": "domicile", "ucj_employer": "workplace"}  # of tables that are not by NIK


def rows_of_region(frame: pl.DataFrame, *, province: str | None, basis: str = "nik") -> pl.DataFrame:
    if "region_code" not in frame.columns:
        return frame
    levels = ["national", "province", "regency"]
    kept = pl.col("level").is_in(levels) if province is None else pl.col("region_code").str.slice(0, 2) == province
    return frame.filter(kept, pl.col("basis") == basis)


@pytest.mark.parametrize(("path", "province"), [(NATION, None), (BUOL, "72")])
def test_every_sheet_holds_the_rows_of_its_table(
    books: dict[str, bytes], with_villages: dict[str, pl.DataFrame], path: str, province: str | None
) -> None:
    compared = 0
    for table in PUBLISHED_TABLES:
        basis = OTHER_BASIS.get(table.name, "nik")
        frame = rows_of_region(with_villages[table.name], province=province, basis=basis)
        if frame.is_empty() or (province and "region_code" not in frame.columns):
            continue
        read = rows_below_head(books[path], table.name)
        assert read.height == frame.height
        for name in frame.columns:
            if name in ({"as_of", "basis"} if basis == "nik" else {"as_of"}) or name.removesuffix("_status") in set(
                frame.columns
            ) - {name}:
                assert name not in read.columns
                continue
            expected = expected_cells(frame, name)
            assert [as_read(cell, like) for cell, like in zip(read[name], expected, strict=True)] == expected
            compared += len(expected)
    assert compared > 1_000


def test_one_sheet_has_coverage_on_the_other_bases(
    books: dict[str, bytes], with_villages: dict[str, pl.DataFrame]
) -> None:
    frame = with_villages["ucj_coverage"].filter(pl.col("region_code").str.starts_with("72"), pl.col("basis") != "nik")
    read = rows_below_head(books[BUOL], OTHER_BASES_NAME)
    assert read.select("basis", "region_code").rows() == frame.select("basis", "region_code").rows()
    assert [int(cell) for cell in read["active"]] == frame["active"].to_list()


def test_villages_stand_in_the_workbook_of_their_province_alone(books: dict[str, bytes]) -> None:
    in_province = rows_below_head(books[BUOL], "ucj_village")
    assert in_province["region_code"].to_list() == ["72", "72.05", "72.05.01", "72.05.01.2001"]
    assert in_province["region_name"].to_list() == ["Sulawesi Tengah", "Kabupaten Buol", None, None]
    assert rows_below_head(books[NATION], "ucj_village")["region_code"].to_list() == ["ID", "72", "72.05"]


def test_there_is_a_workbook_of_the_nation_and_one_of_each_province(books: dict[str, bytes]) -> None:
    assert list(books) == list(workbook_regions(AS_OF))
    assert len(books) == 39


def sheets_with_tables(book: Any) -> Iterator[Any]:
    yield from (book[name] for name in book.sheetnames if name != COVER)


def test_the_cover_says_the_coverage_and_whether_branches_are_missing(
    books: dict[str, bytes], tables: dict[str, pl.DataFrame]
) -> None:
    row = tables["ucj_coverage"].filter(region_code="72", basis="nik").row(0, named=True)
    lines = [cell.value for (cell,) in opened(books[BUOL])[COVER].iter_rows(max_col=1) if cell.value]
    told = " ".join(lines).replace("\u00a0", " ")
    assert (
        f"{row['coverage_pct']:.2f} % of eligible workers are covered: {row['active']:,} of {row['eligible']:,}" in told
    )
    assert f"Data incomplete: {row['branches_in']} of {row['branches_expected']} branches are in" in told
    assert "Versi aturan pemeriksaan / Version of the rules of checking: 2024.1" in told


@pytest.mark.parametrize("path", [NATION, BUOL])
def test_a_workbook_is_accessible(books: dict[str, bytes], path: str) -> None:
    """One table a sheet, marked as one with unique headers, from the first column; a title first; nothing merged."""
    book = opened(books[path])
    assert book.sheetnames[:4] == FRONT
    assert book.worksheets.index(book[COVER]) == 0
    assert book.properties.title.startswith("Cakupan jaminan sosial ketenagakerjaan")
    assert {one.name: one.value for one in book.custom_doc_props.props} == {"Language": "id-ID, en"}
    for sheet in book.worksheets:
        assert list(sheet.merged_cells.ranges) == []
        assert sheet.sheet_state == "visible"
        assert len(sheet.title) <= 31
        assert isinstance(sheet["A1"].value, str)
        assert sheet["A1"].font.b
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
    for sheet in sheets_with_tables(book):
        if sheet.cell(HEAD_ROW + 1, 1).value == "Tidak ada baris / No rows":
            assert len(sheet.tables) == 0
            continue
        ((name, (first, last)),) = [(one.name, one.ref.split(":")) for one in sheet.tables.values()]
        assert name
        assert first.startswith("A")
        table = next(iter(sheet.tables.values()))
        heads = [one.name for one in table.tableColumns]
        assert len(set(heads)) == len(heads)
        assert table.autoFilter is not None
        head_row = int(first[1:])
        assert sheet.freeze_panes is not None
        assert sheet[sheet.freeze_panes].row == head_row + 1
        assert sheet[last].row == sheet.max_row
        assert all(sheet.cell(row, 1).value not in (None, "") for row in range(1, sheet.max_row + 1))


def test_contents_lead_to_every_table_and_columns_explain_each(books: dict[str, bytes]) -> None:
    book = opened(books[BUOL])
    linked = [row[0] for row in book[CONTENTS].iter_rows(min_row=3)]
    assert [cell.value for cell in linked] == book.sheetnames[4:]
    assert [cell.hyperlink.location for cell in linked] == [f"'{name}'!A1" for name in book.sheetnames[4:]]
    explained = {(row[0], row[1]) for row in book[COLUMNS].iter_rows(min_row=3, values_only=True)}
    for sheet in book.worksheets[4:]:
        heads = [one.name for table in sheet.tables.values() for one in table.tableColumns]
        assert {(sheet.title, head) for head in heads} <= explained


def test_numbers_are_numbers_and_texts_are_never_computed(books: dict[str, bytes]) -> None:
    sheet = opened(books[NATION])["ucj_coverage"]
    heads = {cell.value: cell.column for cell in sheet[HEAD_ROW + 1]}
    row = HEAD_ROW + 2
    active = sheet.cell(row, heads["Peserta aktif / Active people"])
    assert (active.data_type, active.number_format) == ("n", "#,##0")
    code = sheet.cell(row + 1, heads["Kode wilayah / Region code"])
    assert (code.data_type, code.value) == ("s", "11")
    with zipfile.ZipFile(io.BytesIO(books[NATION])) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist() if "worksheets/" in name)


def test_the_same_tables_give_the_same_bytes(books: dict[str, bytes], with_villages: dict[str, pl.DataFrame]) -> None:
    path, again = next(plan_workbooks(with_villages, as_of=AS_OF, provenance=PROVENANCE))
    assert (path, again.write()) == (NATION, books[NATION])


@pytest.mark.parametrize(
    ("status", "empty", "number", "mark"),
    [
        ("value", False, True, None),
        ("confidential", True, True, "[c]"),
        ("confidential", False, True, "[c]"),  # a value that slipped through is not shown
        ("not_reported", True, True, "[x]"),
        ("not_available", True, True, "–"),
        ("value", True, True, "–"),
        (None, True, True, "–"),
        (None, True, False, ""),
        (None, False, False, None),
    ],
)
def test_a_cell_without_a_value_says_why(status: str | None, empty: bool, number: bool, mark: str | None) -> None:
    assert mark_of(status, empty=empty, number=number) == mark


def test_a_status_that_is_none_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        mark_of("hidden", empty=True, number=True)


def test_a_column_of_statuses_shows_as_marks_and_not_as_a_column() -> None:
    """As tables have them once small counts are hidden: a status for each value, and the value itself gone."""
    text = Text(id="Aktif", en="Active")
    columns = (
        Column(name="region_code", dtype=pl.String(), title=Text(id="Kode", en="Code"), description=text),
        Column(name="active", dtype=pl.Int64(), title=text, description=text, unit="people"),
        Column(name="share_pct", dtype=Percent, title=Text(id="Bagian", en="Share"), description=text, unit="percent"),
    )
    frame = pl.DataFrame(
        {
            "region_code": ["72.05", "72.06", "72.07", '<&> "=1"'],
            "active": [12, None, None, 0],
            "share_pct": [Decimal("1.50"), None, None, None],
            "active_status": ["value", "confidential", "not_reported", "value"],
            "share_pct_status": ["value", "confidential", "not_reported", "not_available"],
        },
        schema_overrides={"share_pct": Percent},
    )
    forms = [number_form(column) for column in columns]
    written = rows_of(
        frame.with_columns(book=pl.lit("72")), forms=forms, sheet="book", first_row=HEAD_ROW + 2, for_few=False
    )
    rows, xml = written["72"]
    sheet = TableSheet(name="ucj_funder", title=text, description=text, columns=columns, rows=rows, xml=xml)
    read = opened(write_workbook((), (sheet,), title="x", about_rows="x"))["ucj_funder"]
    assert list(read.iter_rows(min_row=HEAD_ROW + 1, values_only=True)) == [
        ("Kode / Code", "Aktif / Active", "Bagian / Share"),
        ("72.05", 12, 1.5),
        ("72.06", "[c]", "[c]"),
        ("72.07", "[x]", "[x]"),
        ('<&> "=1"', 0, "–"),
    ]


def test_levels_below_the_regency_are_those_that_the_workbook_of_the_nation_leaves_out() -> None:
    level = next(column for column in VILLAGE.columns if column.name == "level")
    assert set(level.values) >= {"district", "village"}


def test_every_style_has_the_number_by_which_cells_name_it() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        styles = add_styles(book, for_few=True)
        page = book.add_worksheet()
        for row, name in enumerate(NUMBER_OF):
            page.write_number(row, 0, 1, styles[name])
    with zipfile.ZipFile(out) as packed:
        xml = packed.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="A\d+"( s="\d+")', xml) == [style_of(name) for name in NUMBER_OF]
