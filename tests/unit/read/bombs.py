"""Small files that ask for much: what they unpack to, span or repeat has no relation to their size."""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Mapping

import polars as pl

from tests.unit.read.extracts import GOOD, HEADERS, ROWS, parquet, workbook, zipped

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
BOOK = workbook({"Data": [HEADERS, *ROWS]})
END = b"</sheetData>"
HEADER_LINE = GOOD[: GOOD.index(b"\n") + 1]


def changed(edits: Mapping[str, Callable[[bytes], bytes]], more: Mapping[str, bytes] | None = None) -> bytes:
    """The good workbook with some of its parts changed, and with more parts."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({name: edits.get(name, bytes)(part) for name, part in parts.items()} | dict(more or {}))


def with_rows(rows: bytes) -> bytes:
    """The good workbook with more rows at the end of its sheet."""
    return changed({SHEET: lambda part: part.replace(END, rows + END)})


def with_cell(reference: str) -> bytes:
    """The good workbook with one more filled cell."""
    return with_rows(f'<row r="5"><c r="{reference}"><v>1</v></c></row>'.encode())


def repeated_text(rows: int, length: int) -> bytes:
    """A workbook in which many cells share one long text."""
    cells = b"".join(b'<row r="%d"><c r="B%d" t="s"><v>9</v></c></row>' % (row, row) for row in range(5, rows + 5))
    return changed(
        {
            STRINGS: lambda part: part.replace(b"<si><t>PU</t>", b"<si><t>" + b"P" * length + b"</t>"),
            SHEET: lambda part: part.replace(END, cells + END),
        }
    )


def lying(packed: bytes, name: str, *, size: int) -> bytes:
    """A ZIP in which one member states another size, with the checksum of what is before that size."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        member = archive.getinfo(name)
        crc = zipfile.crc32(archive.read(name)[:size])  # type: ignore[attr-defined]
    old = struct.pack("<LLL", member.CRC, member.compress_size, member.file_size)
    assert packed.count(old) == 2  # before the member, and in the directory
    return packed.replace(old, struct.pack("<LLL", crc, member.compress_size, size))


def shared_sheet(names: int, reference: str) -> bytes:
    """A workbook of many sheets that are all one part, without a header and with a cell far down."""
    sheets = "".join(f'<sheet name="L{number}" sheetId="{number}" r:id="r1"/>' for number in range(1, names + 1))
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    relation = f"{office}/officeDocument/2006/relationships"
    package = f"{office}/package/2006/relationships"
    link = (
        f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relation}/{{}}" Target="{{}}"/></Relationships>'
    )
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="{reference}"><v>1</v></c></row>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": link.format("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": link.format("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return zipped({name: part.encode() for name, part in parts.items()})


def overlapping(members: int) -> bytes:
    """A workbook whose directory names the bytes of one member many times."""
    kernel = changed({}, {"xl/kernel.xml": b"<x>" + b" " * 5_000_000 + b"</x>"})
    end = kernel.rindex(b"PK\x05\x06")
    fields = list(struct.unpack("<4s4H2LH", kernel[end:]))
    entry = kernel.index(b"PK\x01\x02", kernel.index(b"PK\x01\x02"))
    directory = kernel[fields[6] : end]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    assert b"kernel" in last
    assert entry == fields[6]
    fields[3] = fields[4] = fields[3] + members
    fields[5] += members * len(last)
    return kernel[:end] + last * members + struct.pack("<4s4H2LH", *fields)


TABLE = pl.DataFrame(list(ROWS), schema=list(HEADERS), orient="row")
BOMBS: dict[str, Callable[[], bytes]] = {
    "blank lines": lambda: gzip.compress(HEADER_LINE + b"\n" * 9_000_000),
    "zeros in gzip": lambda: gzip.compress(b"\0" * 100_000_000),
    "zeros in zip": lambda: zipped({"a.csv": b"\0" * 100_000_000}),
    "last cell of all": lambda: with_cell("XFD1048576"),
    "row beyond the last": lambda: with_cell("A4294967295"),
    "column beyond the last": lambda: with_cell("ZZZZZZ9"),
    "far column without a place": lambda: with_rows(
        b'<row r="9">' + b"<c/>" * 16_000 + b'<c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'
    ),
    "prefixed far cell": lambda: changed(
        {
            SHEET: lambda part: part.replace(
                END, b'<x:row xmlns:x="x" r="9"><x:c r=\'XFD1048576\'><x:v>1</x:v></x:c></x:row>' + END
            )
        }
    ),
    "one text in many cells": lambda: repeated_text(20_000, 30_000),
    "long sheet": lambda: with_rows(b" " * 20_000_000),
    "long sheet that says it is short": lambda: lying(with_rows(b" " * 20_000_000), SHEET, size=2_000),
    "members that overlap": lambda: overlapping(40),
    "one text in many rows": lambda: parquet(
        pl.concat([TABLE.with_columns(NPP=pl.lit("x" * 100_000).cast(pl.Categorical))] * 5_000)
    ),
    "texts stated behind blanks": lambda: changed(
        {STRINGS: lambda _: b" " * 5_000_000 + b'<sst uniqueCount="4294967296"><si><t>NIK</t></si></sst>'}
    ),
    "stray cell in an ordinary column": lambda: with_cell("Z300000"),
    "stray cell of many sheets": lambda: shared_sheet(20, "Z100000"),
    "many sheets": lambda: shared_sheet(5_000, "A2"),
    "long text": lambda: parquet(TABLE.with_columns(NPP=pl.lit("x" * 20_000_000))),
    "all rows alike": lambda: parquet(TABLE.head(1).select(pl.all().repeat_by(2_000_000).explode())),
}
