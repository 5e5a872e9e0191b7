"""Workbooks of the restricted edition show every figure, tell which of them are hidden elsewhere, and are marked."""

import io
import zipfile
from typing import Any

import openpyxl
import polars as pl
import pytest

from tasks.protect.protect import PublishableFacts, protect
from tasks.publish.editions.edition import PUBLIC, RESTRICTED, RESTRICTED_MARK, Edition
from tasks.publish.files.workbook.front import COVER, NOTES
from tasks.publish.files.workbook.workbooks import plan_workbook_of_region
from tests.property.protect.small_nation import tables_of
from tests.property.protect.test_nobody_is_found_out import ONE_ALONE, RULES
from tests.unit.publish.test_restricted import AS_OF

LABEL = "TERBATAS / RESTRICTED"
HEAD = 5
SHEET, COLUMN = "ucj_funder", "Peserta aktif / Active people"


@pytest.fixture(scope="module")
def editions() -> PublishableFacts:
    return protect(tables_of(ONE_ALONE), rules=RULES)


def written(tables: dict[str, pl.DataFrame], edition: Edition) -> bytes:
    _, planned = plan_workbook_of_region(tables, region=("11", "Aceh"), as_of=AS_OF, provenance={}, edition=edition)
    return planned.write()


@pytest.fixture(scope="module")
def restricted(editions: PublishableFacts) -> bytes:
    return written(dict(editions.full), RESTRICTED)


def cells(content: bytes) -> list[Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))[SHEET]
    place = next(cell.column for cell in sheet[HEAD] if cell.value == COLUMN)
    return [sheet.cell(row, place) for row in range(HEAD + 1, sheet.max_row + 1)]


def test_what_the_public_edition_hides_is_a_number_that_says_so(editions: PublishableFacts, restricted: bytes) -> None:
    rows = tables_of(ONE_ALONE)[SHEET].filter(pl.col("region_code").str.starts_with("11"), basis="nik")
    shown = cells(restricted)
    assert [cell.value for cell in shown] == rows["active"].to_list()
    hidden = [cell.value == "[c]" for cell in cells(written(dict(editions.tables), PUBLIC))]
    assert [cell.number_format for cell in shown] == ['#,##0 "[c]"' if one else "#,##0" for one in hidden]
    assert any(hidden)
    assert not all(hidden)


def test_every_sheet_and_every_printed_page_is_marked(restricted: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(restricted))
    assert book.properties.title.startswith(LABEL)
    assert {str(sheet["A1"].value).partition(":")[0] for sheet in book} == {LABEL}
    with zipfile.ZipFile(io.BytesIO(restricted)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(book.worksheets)
    assert all(f"<oddHeader>&amp;C&amp;B{LABEL}</oddHeader>".encode() in sheet for sheet in sheets)
    for sheet in book.worksheets[4:]:
        assert str(sheet["A4"].value).startswith(f"{RESTRICTED_MARK.id} / {RESTRICTED_MARK.en}. Keadaan ")
    assert [book[COVER][f"A{row}"].value for row in (2, 3)] == [f"{RESTRICTED_MARK.id}.", f"{RESTRICTED_MARK.en}."]
    assert book[NOTES]["A3"].value == "12 [c]"


def test_a_public_workbook_has_no_form_of_a_hidden_number(editions: PublishableFacts) -> None:
    with zipfile.ZipFile(io.BytesIO(written(dict(editions.tables), PUBLIC))) as packed:
        assert b"[c]" not in packed.read("xl/styles.xml")
        assert not any(b"TERBATAS" in packed.read(name) for name in packed.namelist())
