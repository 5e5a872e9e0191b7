import csv
import hashlib
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from tasks.publish.files.formats.csv import Csv
from tasks.publish.files.formats.excel_csv import ExcelCsv
from tasks.publish.files.formats.parquet import Parquet
from tasks.publish.files.hashes import content_hash, file_facts
from warehouse.figures.schema import Column, FactTable, Text


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


def test_excel_csv_keeps_codes_as_texts_and_writes_decimal_commas(tmp_path: Path) -> None:
    """Read back by the csv module of Python, as a spreadsheet set to Indonesian does: `="x"` is the text x."""
    frame = pl.DataFrame(
        {
            "as_of": [date(2021, 6, 30), date(2021, 6, 30), None],
            "region_code": ["72.05", "ID", ""],
            "version": ["2025-1", 'Sakernas "Agustus"; rev. 2', '=1+"1"'],
            "pct": [Decimal("16.05"), Decimal(-3), None],
            "n": [1_440_162, 0, None],
        },
        schema_overrides={"pct": pl.Decimal(18, 2)},
    )
    content = ExcelCsv().write(frame)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 4
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["as_of", "region_code", "version", "pct", "n"],
        ["2021-06-30", '="72.05"', '="2025-1"', "16,05", "1440162"],
        ["2021-06-30", "ID", 'Sakernas "Agustus"; rev. 2', "-3,00", "0"],
        ["", "", '="=1+""1"""', "", ""],
    ]
    table = FactTable(
        name="t",
        stored_as="t",
        title=Text(id="", en=""),
        description=Text(id="", en=""),
        columns=tuple(
            Column(name=name, dtype=dtype, title=Text(id="", en=""), description=Text(id="", en=""))
            for name, dtype in frame.schema.items()
        ),
        primary_key=(),
    )
    file = tmp_path / "t.excel-id.csv"
    file.write_bytes(content)
    assert ExcelCsv().problems(file, table, frame) == []
    file.write_bytes(content.replace(b"16,05", b"16,06"))
    assert ExcelCsv().problems(file, table, frame) == ["t.excel-id.csv differs from the facts"]
    file.write_bytes(content[3:])
    assert ExcelCsv().problems(file, table, frame) == ["t.excel-id.csv does not begin with a byte order mark"]


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
