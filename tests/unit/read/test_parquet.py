"""Parquet: read with its own types, and told from its bytes whatever the name."""

import gzip
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import polars as pl
import pytest

from tests.unit.read.extracts import GOOD, HEADERS, NIKS, ROWS, accept, niks, parquet, refuse

TABLE = pl.DataFrame(list(ROWS), schema=list(HEADERS), orient="row")


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
