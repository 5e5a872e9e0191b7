import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from tasks.publish.files.formats.csv import Csv
from tasks.publish.files.formats.parquet import Parquet
from tasks.publish.files.hashes import content_hash, file_facts


def test_csv_is_plain() -> None:
    frame = pl.DataFrame(
        {
            "as_of": [date(2021, 6, 30), date(2021, 6, 30), date(2021, 6, 30)],
            "name": ["Toli-Toli, Kabupaten", "", None],
            "pct": [Decimal(98), None, Decimal("0.5")],
            "n": [1_440_162, 0, None],
        },
        schema_overrides={"pct": pl.Decimal(18, 2)},
    )
    assert Csv().write(frame).decode() == (
        'as_of,name,pct,n\n2021-06-30,"Toli-Toli, Kabupaten",98.00,1440162\n2021-06-30,,,0\n2021-06-30,,0.50,\n'
    )


def test_parquet_keeps_types_and_bytes(tmp_path: Path) -> None:
    frame = pl.DataFrame({"pct": [Decimal("16.05")], "rank": [3]}, schema={"pct": pl.Decimal(18, 2), "rank": pl.Int32})
    (tmp_path / "a.parquet").write_bytes(Parquet().write(frame))
    read = pl.read_parquet(tmp_path / "a.parquet")
    assert read.equals(frame)
    assert read.schema == frame.schema
    assert Parquet().write(frame) == Parquet().write(read)


def test_content_hash_is_that_of_a_checksum_file_in_name_order() -> None:
    one, two = hashlib.sha256(b"1").hexdigest(), hashlib.sha256(b"2").hexdigest()
    assert file_facts(b"1").sha256 == one
    expected = hashlib.sha256(f"{one}  a\n{two}  b\n".encode()).hexdigest()
    assert content_hash({"b": two, "a": one}) == content_hash({"a": one, "b": two}) == expected
    assert content_hash({"a": two, "b": one}) != expected
