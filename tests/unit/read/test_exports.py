"""What programs make of a table when they export it: databases, statistics packages, copies that broke off."""

from decimal import Decimal

import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from expectations.contracts import FEEDS
from tasks.read.region_names import settle_codes
from tasks.read.tables.row_limit import row_limit
from tasks.read.tables.workbook import SHEET_ROWS
from tasks.refusal import Refusal
from tests.unit.read.extracts import (
    ELIGIBLE,
    GOOD,
    HEADERS,
    NIKS,
    ROWS,
    accept,
    left_out,
    niks,
    parquet,
    ragged,
    refuse,
    text,
)
from warehouse.dimensions.regions import load_regions

MONTHS_LAST = text((*ROWS, *ROWS))


def flags(*columns: tuple[str, ...]) -> list[list[bool | None]]:
    """Values of the columns JKK, JKM ... whose cells are given, one column after the other."""
    names = ("JKK", "JKM", "JHT")[: len(columns)]
    rows = [(*row, *cells) for row, cells in zip(ROWS, zip(*columns, strict=True), strict=True)]
    frame = accept(text(rows, headers=(*HEADERS, *names)).encode()).frame
    return [frame[name.lower()].to_list() for name in names]


class TestFlags:
    def test_t_beside_f_is_true_as_databases_write_it(self) -> None:
        assert flags(("t", "f", "t")) == [[True, False, True]]
        assert flags(("t", "t", "t"), ("f", "f", "t")) == [[True, True, True], [False, False, True]]
        assert flags(("T", "F", "")) == [[True, False, None]]

    def test_t_beside_a_word_for_yes_is_tidak(self) -> None:
        assert flags(("Y", "T", "Y")) == [[True, False, True]]
        assert flags(("T", "T", "T"), ("Y", "T", "Y")) == [[False] * 3, [True, False, True]]
        assert flags(("T", "T", "T")) == [[False] * 3]

    def test_what_may_be_either_is_not_read(self) -> None:
        assert flags(("t", "t", "t")) == [[None] * 3]
        assert flags(("Y", "T", "F")) == [[True, None, None]]


class TestLinesOfDatabases:
    @pytest.mark.parametrize("line", [";".join(["--------"] * len(HEADERS)), "-----+-----+-----", "------;---;-----"])
    def test_of_dashes_below_a_header_are_no_record(self, line: str) -> None:
        header, *rows = text().splitlines()
        body = "\n".join([header, line, *rows, line, "3 rows selected."]) + "\n"
        found = accept(body.encode())
        assert niks(found) == {3: NIKS[0], 4: NIKS[1], 5: NIKS[2]}
        assert sum(len(rows) for rows in left_out(found).values()) == 3

    def test_a_table_of_psql_and_one_of_mysql_are_read(self) -> None:
        bars = [" | ".join(row) for row in (HEADERS, *ROWS)]
        psql = "\n".join([bars[0], "-----+-----+------", *bars[1:], "(3 rows)"])
        border = "+---+---+---+"
        mysql = "\n".join([border, *(f"| {bars[0]} |", border), *(f"| {bar} |" for bar in bars[1:]), border])
        for table in (psql, mysql):
            found = accept(f"{table}\n".encode())
            assert list(niks(found).values()) == list(NIKS)
            assert ragged(found) == []


class TestAppendedText:
    def test_of_another_width_refuses_the_file(self) -> None:
        rows = "".join(text().splitlines(keepends=True)[1:])
        for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
            found = refuse(text().encode(encoding) + rows.encode())
            assert (found.code, found.detail) == ("NOT_READABLE", "UTF-16 + UTF-8")

    def test_in_utf_16_behind_a_long_file_is_read(self) -> None:
        first = [(f"72050117089{n:05d}", f"1{n:010d}", "Ani", *ROWS[0][3:]) for n in range(1, 2_000)]
        found = accept(text(first).encode() + "".join(text().splitlines(keepends=True)[1:]).encode("utf-16-le"))
        assert list(niks(found).values())[-3:] == list(NIKS)

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_of_one_width_with_other_letters_is_read(self, encoding: str) -> None:
        assert len(niks(accept(text().replace("Orang 1", "Цветкова 東京都").encode(encoding)))) == 3


class TestCutOff:
    @pytest.mark.parametrize("end", ["2025-1", "2025-", "2025", "2"])
    def test_a_month_that_ends_with_the_file_is_not_believed(self, end: str) -> None:
        body = MONTHS_LAST.removesuffix("2025-12\n") + end
        assert ragged(accept(body.encode())) == [7]

    @pytest.mark.parametrize("end", ["01/03/20", "01/03/202", "01/0"])
    def test_nor_is_a_day(self, end: str) -> None:
        rows = [(*row[:4], row[5], row[4]) for row in (*ROWS, *ROWS)]
        body = text(rows, headers=(*HEADERS[:4], HEADERS[5], HEADERS[4])).removesuffix("01/03/2020\n") + end
        assert ragged(accept(body.encode())) == [7]

    def test_a_file_without_a_last_line_end_is_usual(self) -> None:
        assert ragged(accept(MONTHS_LAST.removesuffix("\n").encode())) == []

    def test_a_line_end_behind_it_shows_that_it_was_written_so(self) -> None:
        body = MONTHS_LAST.removesuffix("2025-12\n") + "2025-1\n"
        assert ragged(accept(body.encode())) == []

    def test_months_of_several_lengths_and_numbers_show_nothing(self) -> None:
        rows = [(*row[:5], month) for row, month in zip((*ROWS, *ROWS), ("2025-9", "2025-10") * 3, strict=True)]
        assert ragged(accept(text(rows).removesuffix("0\n").encode())) == []
        counts = text(
            [("72.05", "2025", n) for n in ("1234", "5678", "9876", "123")], headers=("KODE_WILAYAH", "TAHUN", "JUMLAH")
        )
        assert ragged(accept(counts.removesuffix("\n").encode(), feed=ELIGIBLE)) == []


class TestShortFloats:
    def table(self, **columns: pl.Series) -> pl.DataFrame:
        base = pl.DataFrame([dict(zip(HEADERS, row, strict=True)) for row in ROWS])
        return accept(parquet(base.with_columns(**columns))).frame

    def test_hold_no_card_number_and_no_day(self) -> None:
        frame = self.table(
            KPJ=pl.Series([12345678901.0, 12345678902.0, 12345678903.0], dtype=pl.Float32),
            TANGGAL_KEPESERTAAN=pl.Series([20200315.0, 20200316.0, 20200317.0], dtype=pl.Float32),
        )
        assert frame["kpj"].to_list() == [None] * 3
        assert frame["kpj__unreadable"].all()
        assert frame["registered_on__unreadable"].all()

    def test_hold_small_numbers(self) -> None:
        wages = pl.Series([3500000.0, 16777215.0, 16777217.0], dtype=pl.Float32)
        frame = self.table(UPAH=wages, JUMLAH_TK=pl.Series([1.0, 2.0, None], dtype=pl.Float32))
        assert frame["wage"].to_list() == [Decimal(3500000), Decimal(16777215), None]
        assert frame["head_count"].to_list() == [1, 2, None]

    def test_long_ones_do(self) -> None:
        kpj = [12345678901.0, 12345678902.0, 12345678903.0]
        assert self.table(KPJ=pl.Series(kpj, dtype=pl.Float64))["kpj"].to_list() == [str(int(one)) for one in kpj]

    def test_half_ones_hold_hardly_any(self) -> None:
        table = pa.table(
            {
                "KODE_WILAYAH": ["72.05", "72.03"],
                "TAHUN": pa.array([2025, 2025]),
                "JUMLAH": pa.array([100, 5000], pa.float32()).cast(pa.float16()),
            }
        )
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink)
        found = accept(sink.getvalue().to_pybytes(), feed=ELIGIBLE).frame
        assert found["eligible"].to_list() == [100, None]


class TestCodesWithNames:
    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("7205 - Buol", "72.05"),
            ("72.03 Donggala", "72.03"),
            ("[72.06] Kab. Morowali", "72.06"),
            ("PALU (7271)", "72.71"),
            ("Kota Palu - 72.71", "72.71"),
            ("72 SULAWESI TENGAH", "72"),
            ("7210 - Buol", None),  # that is Sigi, or the code of BPS
            ("72.05-KAB. TOLI-TOLI", None),
            ("KAB. BUOL", None),
            ("7205 2", None),
            ("7205 - 72.03", None),
        ],
    )
    def test_are_that_code_where_the_name_is_its_own(self, cell: str, code: str | None) -> None:
        others = [("72.05", "2024", "1"), ("7203 Donggala", "2024", "1"), ("7206 Morowali", "2024", "1")]
        body = text([*others, (cell, "2025", "10")], headers=("KODE_WILAYAH", "TAHUN", "JUMLAH"))
        settled = settle_codes(
            accept(body.encode(), feed=ELIGIBLE).frame, bps=(), feed=ELIGIBLE, regions=load_regions()
        )
        assert not isinstance(settled, Refusal)
        assert settled["region"].to_list() == ["72.05", "72.03", "72.06", code]
        assert settled["region__unreadable"].to_list() == [False, False, False, code is None]

    def test_of_another_list_refuse_the_file(self) -> None:
        body = text(
            [("7205 Donggala", "2025", "1"), ("7206 Tolitoli", "2025", "1")],
            headers=("KODE_WILAYAH", "TAHUN", "JUMLAH"),
        )
        frame = accept(body.encode(), feed=FEEDS["eligible"]).frame
        settled = settle_codes(frame, bps=(), feed=ELIGIBLE, regions=load_regions())
        assert isinstance(settled, Refusal)
        assert settled.code == "REGION_NAMES_DIFFER"


class TestRowLimit:
    @pytest.mark.parametrize(
        ("last", "form", "limit"),
        [
            (65_536, "csv", 65_536),
            (1_048_576, "xlsx", 1_048_576),
            (2 * SHEET_ROWS + 1_048_576, "xlsx", 1_048_576),
            (SHEET_ROWS + 17, "xlsx", None),
            (65_535, "csv", None),
            (65_537, "csv", None),
            (65_536, "parquet", None),
            (None, "csv", None),
        ],
    )
    def test_is_reached_in_the_very_last_row(self, last: int | None, form: str, limit: int | None) -> None:
        assert row_limit(last, form=form) == limit

    def test_is_told_of_a_file(self) -> None:
        row = GOOD.split(b"\n")[1] + b"\n"
        head = GOOD.split(b"\n")[0] + b"\n"
        assert accept(head + row * 65_535).facts["row_limit"] == 65_536
        assert "row_limit" not in accept(head + row * 65_534).facts
