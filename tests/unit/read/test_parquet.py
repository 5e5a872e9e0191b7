"""Parquet: read with its own types, and told from its bytes whatever the name."""

import gzip
import io
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tasks.read.limits import ReadLimits
from tasks.read.tables.parquet_table import read_parquet
from tasks.read.tables.raw_table import CellKind
from tasks.refusal import Refusal
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

    @pytest.mark.parametrize(
        "zone", ["UTC", "utc", "Etc/UTC", "Z", "+00:00", "GMT", "Zulu", "WIB", "Asia/Jakarta", "+07:00"]
    )
    def test_an_instant_is_the_same_under_every_name_of_its_zone(self, zone: str) -> None:
        midnight = datetime(2020, 2, 29, 17, tzinfo=UTC)
        assert set(registered(instants([midnight] * 3, zone))) == {(date(2020, 3, 1), "2020-03-01")}

    def test_an_instant_of_spark_is_one_in_utc(self) -> None:
        days = [datetime.fromisoformat("2020-02-29T17:00:00")] * 3
        table = with_column(pa.array(days, type=pa.timestamp("ns")))
        data = written(table, use_deprecated_int96_timestamps=True)
        assert set(registered(data)) == {(date(2020, 3, 1), "2020-03-01")}

    def test_a_birth_date_from_when_jakarta_had_another_offset_keeps_its_day(self) -> None:
        half_past_seven = datetime(1955, 8, 16, 16, 30, tzinfo=UTC)  # midnight of 17 August, UTC+7:30
        born = [half_past_seven, datetime(1990, 8, 16, 17, tzinfo=UTC), None]
        assert [text for _, text in registered(instants(born, "UTC"))][:2] == ["1955-08-17", "1990-08-17"]

    def test_midnights_of_a_zone_elsewhere_keep_the_day_of_that_zone(self) -> None:
        new_york = [datetime(2020, 3, day, 5, tzinfo=UTC) for day in (1, 2, 3)]
        assert [text for _, text in registered(instants(new_york, "America/New_York"))] == [
            "2020-03-01", "2020-03-02", "2020-03-03",
        ]  # fmt: skip

    def test_instants_within_a_day_keep_their_time_in_jakarta(self) -> None:
        odd = [datetime(2020, 2, 29, hour, 30, 15, tzinfo=UTC) for hour in (1, 16, 23)]
        assert [text for _, text in registered(instants(odd, "UTC"))] == [
            "2020-02-29 08:30:15", "2020-02-29 23:30:15", "2020-03-01 06:30:15",
        ]  # fmt: skip

    def test_a_time_without_a_zone_is_not_moved(self) -> None:
        local = [datetime.fromisoformat(f"2020-02-29T{time}") for time in ("00:00:00", "17:00:00", "16:00:00.5")]
        data = written(with_column(pa.array(local, type=pa.timestamp("ms"))))
        assert [text for _, text in registered(data)] == [
            "2020-02-29",
            "2020-02-29 17:00:00",
            "2020-02-29 16:00:00.500",
        ]

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


class TestKinds:
    def test_typed_columns_keep_their_kinds_and_all_their_digits(self) -> None:
        frame = pl.DataFrame(
            {
                "KODE_WILAYAH": [7205, 7206, None],
                "TAHUN": [2025, 2026, None],
                "PENERBIT": ["RPJMN"] * 3,
                "NILAI": [1e-7, 32.15, float("nan")],
                "DOKUMEN": [Decimal("1.50"), Decimal("100.00"), None],
            }
        )
        table = raw(parquet(frame), feed=FEEDS["target"])
        assert table["target_pct"].to_list() == ["0.0000001", "32.15", None]
        assert table["target_pct__kind"].to_list() == [CellKind.NUMBER] * 3
        assert table["year"].to_list() == ["2025", "2026", None]
        assert table["year__kind"].to_list() == [CellKind.NUMBER] * 3
        assert table["region"].to_list() == ["7205", "7206", None]  # whole numbers that identify lose no digit
        assert "region__kind" not in table.columns
        assert table["document"].to_list() == ["1.5", "100", None]

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0.1, "0.1"),
            (1e22, "1" + "0" * 22),
            (-0.0, "0"),
            (2.0**53, "9007199254740992"),
            (5e-324, None),
            (350.0, "350"),
        ],
    )
    def test_floats_are_written_shortest_and_without_an_exponent(self, value: float, text: str | None) -> None:
        (found,) = raw(parquet(TABLE.head(1).with_columns(UPAH=value)))["wage"]
        assert float(found) == value
        assert "e" not in found.lower()
        assert text is None or found == text

    def test_floats_of_32_bits_are_as_short_as_they_were_typed(self) -> None:
        column = pl.Series("UPAH", [0.1, 52.15, 16777216.0], dtype=pl.Float32)
        assert raw(parquet(TABLE.with_columns(column)))["wage"].to_list() == ["0.1", "52.15", "16777216"]

    def test_numbers_that_are_none_are_errors_or_empty(self) -> None:
        table = raw(parquet(TABLE.with_columns(UPAH=pl.Series([float("nan"), float("inf"), None]))))
        assert table["wage"].is_null().to_list() == [True, False, True]
        assert table["wage__kind"].to_list() == [CellKind.NUMBER, CellKind.ERROR, CellKind.NUMBER]

    def test_truth_values_are_no_text(self) -> None:
        table = raw(parquet(TABLE.with_columns(JKK=pl.Series([True, False, None]))))
        assert table["jkk"].to_list() == ["TRUE", "FALSE", None]
        assert table["jkk__kind"].to_list() == [CellKind.BOOLEAN] * 3


def raw(data: bytes, *, feed: Feed = FEEDS["enrolment"]) -> pl.DataFrame:
    """Texts and kinds as the reader hands them on."""
    found = read_parquet(data, feed=feed, limits=ReadLimits.of(len(data), max_bytes=10_000_000))
    assert not isinstance(found, Refusal), found
    return found.cells


def registered(data: bytes) -> list[tuple[date | None, str | None]]:
    """Days of registration as they are read at last, and the texts that the reader hands on."""
    days = accept(data).frame["registered_on"].to_list()
    return list(zip(days, raw(data)["registered_on"].to_list(), strict=True))


def with_column(days: pa.Array) -> pa.Table:
    """The good table with other days of registration."""
    table = TABLE.drop("TANGGAL_KEPESERTAAN").to_arrow(compat_level=pl.CompatLevel.oldest())
    return table.append_column("TANGGAL_KEPESERTAAN", days)


def instants(times: list[datetime | None] | list[datetime], zone: str) -> bytes:
    """A file whose days of registration are instants of a zone."""
    return written(with_column(pa.array(times, type=pa.timestamp("us", tz="UTC")).cast(pa.timestamp("us", tz=zone))))


def written(table: pa.Table, **options: Any) -> bytes:
    """A Parquet file of another writer than Polars."""
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()
