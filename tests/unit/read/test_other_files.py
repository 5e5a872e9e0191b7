"""Containers, workbooks and Parquet: the kind is told from the bytes, and each has one clear outcome."""

import gzip
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import polars as pl
import pytest

from tests.unit.read.extracts import (
    ELIGIBLE,
    GOOD,
    HEADERS,
    NIKS,
    ROWS,
    accept,
    niks,
    parquet,
    ragged,
    refuse,
    text,
    workbook,
    zipped,
)

ALL = {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}
SHEET = {"Data": [HEADERS, *ROWS]}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TABLE = pl.DataFrame(list(ROWS), schema=list(HEADERS), orient="row")


class TestContainers:
    @pytest.mark.parametrize(
        "packed", [gzip.compress(GOOD, mtime=0), gzip.compress(GOOD[:60], mtime=0) + gzip.compress(GOOD[60:], mtime=0)]
    )
    def test_gzip_is_opened(self, packed: bytes) -> None:
        extract = accept(packed)
        assert niks(extract) == ALL
        assert extract.facts["container"] == "gzip"

    @pytest.mark.parametrize("data", [GOOD, workbook(SHEET)], ids=["csv", "xlsx"])
    @pytest.mark.parametrize("name", ["data.csv", "PESERTA K01.xlsx", "..data"])
    def test_a_zip_with_one_member_is_opened(self, data: bytes, name: str) -> None:
        extract = accept(zipped({name: data}))
        assert niks(extract) == ALL
        assert extract.facts["container"] == "zip"

    @pytest.mark.parametrize(
        "data",
        [
            gzip.compress(GOOD, mtime=0)[:-20],
            gzip.compress(GOOD, mtime=0)[:12],
            b"\x1f\x8b",
            b"\x1f\x8b\x08" + b"x" * 50,
        ],
    )
    def test_broken_gzip(self, data: bytes) -> None:
        assert refuse(data).code == "CONTAINER_BROKEN"

    def test_gzip_with_a_wrong_checksum(self) -> None:
        packed = bytearray(gzip.compress(GOOD, mtime=0))
        packed[-6] ^= 1
        assert refuse(bytes(packed)).code == "CONTAINER_BROKEN"

    @pytest.mark.parametrize(
        "data", [gzip.compress(b"\0" * 50_000_000, mtime=0), zipped({"a.csv": b"\0" * 50_000_000})]
    )
    def test_what_unpacks_to_too_much(self, data: bytes) -> None:
        assert refuse(data, max_bytes=1_000_000).code == "TOO_LARGE"

    def test_too_large_as_it_is(self) -> None:
        assert refuse(GOOD, max_bytes=len(GOOD) - 1).code == "TOO_LARGE"

    @pytest.mark.parametrize("data", [workbook({"Data": [HEADERS, *(ROWS * 500)]})])
    def test_a_workbook_that_unpacks_to_too_much(self, data: bytes) -> None:
        assert refuse(data, max_bytes=len(data) + 1_000).code == "TOO_LARGE"

    @pytest.mark.parametrize(
        "members",
        [
            {},
            {"a.csv": GOOD, "b.csv": GOOD},
            {"a.csv": GOOD, "__MACOSX/._a.csv": b""},
            {"folder/a.csv": GOOD},
            {"../a.csv": GOOD},
            {"/etc/a.csv": GOOD},
            {"folder\\a.csv": GOOD},
            {"folder/": b""},
            {"a.zip": zipped({"a.csv": GOOD})},
            {"a.csv.gz": gzip.compress(GOOD, mtime=0)},
            {"a.7z": b"7z\xbc\xaf\x27\x1c" + b"x" * 50},
        ],
    )
    def test_a_zip_with_other_than_one_plain_member(self, members: dict[str, bytes]) -> None:
        assert refuse(zipped(members)).code == "CONTAINER_MEMBERS"

    def test_an_encrypted_zip(self) -> None:
        assert refuse(zipped({"a.csv": GOOD}, encrypted=True)).code == "ENCRYPTED"

    @pytest.mark.parametrize("data", [zipped({"a.csv": GOOD})[:-30], b"PK\x03\x04", b"PK\x03\x04" + b"x" * 90])
    def test_a_broken_zip(self, data: bytes) -> None:
        assert refuse(data).code == "CONTAINER_BROKEN"

    def test_a_zip_whose_member_is_damaged(self) -> None:
        packed = bytearray(zipped({"a.csv": GOOD}))
        packed[45] ^= 0xFF
        assert refuse(bytes(packed)).code == "CONTAINER_BROKEN"

    @pytest.mark.parametrize("data", [gzip.compress(b"", mtime=0), zipped({"a.csv": b""})])
    def test_empty_inside(self, data: bytes) -> None:
        assert refuse(data).code == "EMPTY"

    def test_text_that_begins_like_a_zip_is_text(self) -> None:
        rows = [("x", *row) for row in ROWS]
        assert niks(accept(text(rows, headers=("PKWT", *HEADERS)).encode())) == ALL


class TestWorkbooks:
    def test_are_read(self) -> None:
        extract = accept(workbook(SHEET))
        assert niks(extract) == ALL
        assert extract.frame.equals(accept(GOOD).frame)
        assert ragged(extract) == []

    def test_titles_and_blank_rows_above_count(self) -> None:
        extract = accept(workbook({"Data": [[], ["DATA PESERTA"], [], [None, None, "Cabang"], HEADERS, *ROWS]}))
        assert niks(extract) == {6: NIKS[0], 7: NIKS[1], 8: NIKS[2]}
        assert extract.facts["header_row"] == 5

    def test_blank_rows_in_between_count(self) -> None:
        extract = accept(workbook({"Data": [HEADERS, ROWS[0], [], ["", " "], ROWS[1]]}))
        assert niks(extract) == {2: NIKS[0], 5: NIKS[1]}
        assert extract.facts["blank_rows"] == 2

    def test_empty_columns_on_the_left_do_no_harm(self) -> None:
        assert niks(accept(workbook({"Data": [[None, None, *row] for row in (HEADERS, *ROWS)]}))) == ALL

    def test_a_total_row_is_no_row(self) -> None:
        extract = accept(workbook({"Data": [HEADERS, *ROWS, [], ["TOTAL", None, 3]]}))
        assert niks(extract) == ALL
        assert extract.facts["total_rows"] == [6]

    def test_the_sheet_with_the_header_is_taken(self) -> None:
        extract = accept(workbook({"Petunjuk": [["Isi lembar kedua"]], "Kosong": [], "Data 2": [HEADERS, *ROWS]}))
        assert niks(extract) == ALL
        assert (extract.facts["sheet"], extract.facts["sheets"]) == ("Data 2", 3)

    def test_numbers_and_dates_are_understood(self) -> None:
        row = [7205011708900003, 12345678901, None, "BPU", date(2020, 3, 1), date(2025, 12, 1)]
        extract = accept(workbook({"Data": [HEADERS, row, [7.205e15, 345678901, None, "PU", "1 Mei 2020", 202512]]}))
        columns = ["nik", "kpj", "registered_on", "last_paid"]
        assert extract.frame.select(columns).rows() == [
            ("7205011708900003", "12345678901", date(2020, 3, 1), date(2025, 12, 1)),
            ("7205000000000000", "00345678901", date(2020, 5, 1), date(2025, 12, 1)),
        ]

    def test_a_time_of_day_is_dropped(self) -> None:
        row = [*ROWS[0][:4], datetime.fromisoformat("2020-03-01T23:59:59"), "2025-12"]
        assert accept(workbook({"Data": [HEADERS, row]})).frame["registered_on"].to_list() == [date(2020, 3, 1)]

    def test_amounts_are_understood(self) -> None:
        rows = [["72.05", 2025, 70123], ["7206", 2025.0, "1.440.162"]]
        frame = accept(workbook({"Data": [["KODE_WILAYAH", "TAHUN", "JUMLAH"], *rows]}), feed=ELIGIBLE).frame
        assert frame.select("region", "year", "eligible").rows() == [("72.05", 2025, 70123), ("72.06", 2025, 1440162)]

    @pytest.mark.parametrize("sheets", [{"Data": [["satu", "dua"], [1, 2]]}, {"Data": []}, {"A": [], "B": [["NIK"]]}])
    def test_without_a_header(self, sheets: dict[str, list[list[object]]]) -> None:
        assert refuse(workbook(sheets)).code == "HEADER_NOT_FOUND"

    @pytest.mark.parametrize("rows", [[], [[]], [["", None, " "]]])
    def test_without_rows(self, rows: list[list[object]]) -> None:
        assert refuse(workbook({"Data": [HEADERS, *rows]})).code == "NO_ROWS"

    def test_with_a_column_missing(self) -> None:
        assert refuse(workbook({"Data": [HEADERS[1:], *(row[1:] for row in ROWS)]})).code == "COLUMN_MISSING"

    def test_locked_or_old(self) -> None:
        assert refuse(OLE).code == "ENCRYPTED"

    def test_broken(self) -> None:
        assert refuse(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w"})).code == "NOT_READABLE"

    def test_cut_off(self) -> None:
        assert refuse(workbook(SHEET)[:2_000]).code == "CONTAINER_BROKEN"


class TestParquet:
    def test_is_read(self) -> None:
        extract = accept(parquet(TABLE))
        assert niks(extract) == {1: NIKS[0], 2: NIKS[1], 3: NIKS[2]}
        assert extract.frame.drop("row_no").equals(accept(GOOD).frame.drop("row_no"))

    def test_types_are_understood(self) -> None:
        frame = pl.DataFrame(
            {
                "NIK": [int(NIKS[0]), None],
                "KPJ": pl.Series([b"12345678901", None], dtype=pl.Binary).cast(pl.String).cast(pl.Categorical),
                "SEGMEN": ["PU", "BPU"],
                "TANGGAL_KEPESERTAAN": [date(2020, 3, 1), None],
                "BLTH_AKHIR": [datetime.fromisoformat("2025-12-31T23:00"), None],
                "JKK": [True, False],
                "JKM": [None, True],
                "UPAH": [Decimal("3500000.50"), Decimal(0)],
                "JUMLAH_TK": [1.0, None],
                "TANGGAL_LAHIR": pl.Series([datetime(1990, 8, 17, tzinfo=UTC), None], dtype=pl.Datetime("us", "UTC")),
            }
        )
        read = accept(parquet(frame)).frame
        columns = ["nik", "kpj", "registered_on", "last_paid", "jkk", "jkm", "wage", "head_count", "birth_date"]
        assert read.select(columns).row(0) == (
            NIKS[0],
            "12345678901",
            date(2020, 3, 1),
            date(2025, 12, 1),
            True,
            None,
            Decimal("3500000.5"),
            1,
            date(1990, 8, 17),
        )
        assert read.select(columns).row(1) == (None, None, None, None, False, True, Decimal(0), None, None)
        assert not read.select(pl.any_horizontal(pl.col("^.*__unreadable$"))).to_series().any()

    @pytest.mark.parametrize("dtype", [pl.Float32, pl.Float64])
    def test_odd_fractions_are_unreadable_counts(self, dtype: type[pl.DataType]) -> None:
        counts = pl.Series([1.5, float("nan"), float("inf")], dtype=dtype)
        read = accept(parquet(TABLE.with_columns(JUMLAH_TK=counts))).frame
        assert read["head_count"].null_count() == 3
        assert read["head_count__unreadable"].to_list() == [True, False, True]

    @pytest.mark.parametrize(
        "column",
        [
            pl.Series("NAMA", [[1, 2]] * 3),
            pl.Series("UPAH", [b"\xff"] * 3),
        ],
    )
    def test_types_that_make_no_sense_raise_nothing(self, column: pl.Series) -> None:
        renamed = column.alias("NAMA_LENGKAP") if column.name == "NAMA" else column
        assert refuse(parquet(TABLE.drop("NAMA_LENGKAP").with_columns(renamed))).code == "NOT_READABLE"

    def test_blank_rows_are_recorded(self) -> None:
        extract = accept(parquet(pl.concat([TABLE, TABLE.clear(1), TABLE])))
        assert list(niks(extract)) == [1, 2, 3, 5, 6, 7]
        assert extract.facts["blank_rows"] == 1

    def test_without_rows(self) -> None:
        assert refuse(parquet(TABLE.clear())).code == "NO_ROWS"

    def test_without_a_header(self) -> None:
        assert refuse(parquet(pl.DataFrame({"a": [1], "b": [2]}))).code == "HEADER_NOT_FOUND"

    def test_with_a_column_missing_or_twice(self) -> None:
        assert refuse(parquet(TABLE.drop("KPJ"))).code == "COLUMN_MISSING"
        assert refuse(parquet(TABLE.with_columns(nik="NIK"))).code == "COLUMN_TWICE"

    @pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + b"x" * 100, parquet(TABLE)[:-20], b"PAR1\0\0\0\0PAR1"])
    def test_broken(self, data: bytes) -> None:
        assert refuse(data).code == "NOT_READABLE"

    @pytest.mark.parametrize(
        "days",
        [
            pl.Series([2**31 - 1, None, 0], dtype=pl.Int32).cast(pl.Date),
            pl.Series([-(2**31), None, 0], dtype=pl.Int32).cast(pl.Date),
            pl.Series([2**62, None, 0], dtype=pl.Int64).cast(pl.Datetime("ms")),
            pl.Series([2**62, None, 0], dtype=pl.Int64).cast(pl.Datetime("ms", "UTC")),
            pl.Series([-(2**62), None, 0], dtype=pl.Int64).cast(pl.Datetime("us", "Asia/Jakarta")),
            pl.Series([time(1, 2), None, None]),
        ],
        ids=["last day", "first day", "ms", "UTC", "zone", "time"],
    )
    def test_a_day_that_no_calendar_has_cannot_be_read(self, days: pl.Series) -> None:
        frame = accept(parquet(TABLE.with_columns(TANGGAL_LAHIR=days))).frame
        assert frame["birth_date__unreadable"].to_list() == [True, False, False]
        assert frame["birth_date"].to_list() == [None, None, None if days.dtype == pl.Time else date(1970, 1, 1)]

    @pytest.mark.parametrize("hour", [0, 15, 16, 17])
    def test_midnight_in_any_zone_of_the_country_keeps_its_day_when_written_as_utc(self, hour: int) -> None:
        written = datetime(2020, 2, 29 if hour else 1, hour, tzinfo=UTC) + (timedelta() if hour else timedelta(days=29))
        frame = TABLE.with_columns(TANGGAL_KEPESERTAAN=pl.lit(written, dtype=pl.Datetime("ms", "UTC")))
        assert accept(parquet(frame)).frame["registered_on"].unique().to_list() == [date(2020, 3, 1)]

    @pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
    def test_a_local_day_is_that_of_its_zone(self, zone: str) -> None:
        day = pl.Series([datetime(2020, 3, 1)] * 3, dtype=pl.Datetime("us")).dt.replace_time_zone(zone)  # noqa: DTZ001
        found = accept(parquet(TABLE.with_columns(TANGGAL_KEPESERTAAN=day))).frame
        assert found["registered_on"].unique().to_list() == [date(2020, 3, 1)]

    def test_a_long_text_that_stands_for_many(self) -> None:
        frame = TABLE.with_columns(NPP=pl.lit("x" * 100_000).cast(pl.Categorical))
        data = parquet(pl.concat([frame] * 1_000))
        assert len(data) < 20_000
        assert refuse(data).code == "TOO_LARGE"

    def test_a_long_text_that_is_packed(self) -> None:
        assert refuse(parquet(TABLE.with_columns(NPP=pl.lit("x" * 20_000_000)))).code == "TOO_LARGE"

    def test_more_columns_than_a_spreadsheet_has(self) -> None:
        frame = TABLE.head(1).with_columns(pl.lit(1).alias(f"K{n}") for n in range(20_000))
        assert refuse(parquet(frame)).code == "TOO_MANY_COLUMNS"

    def test_in_a_container(self) -> None:
        assert accept(gzip.compress(parquet(TABLE))).facts["container"] == "gzip"

    def test_more_rows_than_bytes_allowed(self) -> None:
        data = parquet(pl.concat([TABLE.head(1)] * 20_000))
        assert len(data) < 20_000
        assert refuse(data, max_bytes=100_000).code == "TOO_LARGE"
