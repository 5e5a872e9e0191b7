"""Awkward files as branches send them. Each holds the same three people, or is refused with a code."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from tests.unit.read.extracts import GOOD, HEADERS, NIKS, ROWS, parquet, text, workbook, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TITLES = "BPJS KETENAGAKERJAAN\nDATA PESERTA CABANG BUOL;;;;;\n\n"
TOTAL = "JUMLAH;3;;;;\n"
ORACLE = [(*row[:4], "01-MAR-20", "Des-25") for row in ROWS]
SERIALS = [(*row[:4], "43891", "45992") for row in ROWS]
NAMED = [(*row[:4], "1 Maret 2020", "Desember 2025") for row in ROWS]
NUMBERS = [(row[0], float(row[1]), row[2], row[3], date(2020, 3, 1), date(2025, 12, 31)) for row in ROWS]


@dataclass(frozen=True)
class Awkward:
    """A file, and what was to be found out about it."""

    data: bytes
    facts: Mapping[str, Any] = field(default_factory=dict)


def _quoted(rows: list[tuple[str, ...]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)


READABLE = {
    "semicolons": Awkward(GOOD, {"format": "csv", "encoding": "utf-8", "delimiter": ";", "header_row": 1}),
    "commas, all quoted, CRLF": Awkward(
        _quoted([HEADERS, *ROWS]).encode(), {"delimiter": ",", "quoting": "quoted", "header_row": 1}
    ),
    "tabs in UTF-16, as Excel's Unicode text": Awkward(
        text(delimiter="\t").replace("\n", "\r\n").encode("utf-16"), {"encoding": "utf-16", "delimiter": "\t"}
    ),
    "mark of UTF-8, as Excel's CSV UTF-8": Awkward(GOOD.decode().encode("utf-8-sig"), {"encoding": "utf-8-sig"}),
    "windows-1252": Awkward(GOOD.replace(b"Orang 2", b"Andr\xe9"), {"encoding": "windows-1252"}),
    "old line ends": Awkward(GOOD.replace(b"\n", b"\r"), {"encoding": "utf-8"}),
    "titles above and a total below": Awkward(
        (TITLES + text() + TOTAL).encode(), {"header_row": 4, "blank_rows": 0, "total_rows": [8]}
    ),
    "blank rows between": Awkward(text().replace("\n", "\n;;;;;\n").encode(), {"blank_rows": 4}),
    "signature below the total": Awkward((text() + TOTAL + "\n" * 3).encode(), {"blank_rows": 3, "total_rows": [5]}),
    "a quote never closed": Awkward(text().replace("Orang 3", '"Orang 3').encode(), {"quoting": "broken"}),
    "a cell over two lines": Awkward(text().replace("Orang 2", '"Orang\n2"').encode(), {"quoting": "quoted"}),
    "zero bytes": Awkward(GOOD.replace(b"Orang 1", b"\0rang\0"), {"encoding": "utf-8"}),
    "a cell of a million signs": Awkward(GOOD.replace(b"Orang 1", b"x" * 1_000_000), {"header_row": 1}),
    "two-digit years, as Oracle writes them": Awkward(text(ORACLE).encode(), {"encoding": "utf-8"}),
    "days as numbers": Awkward(text(SERIALS).encode(), {"encoding": "utf-8"}),
    "named months": Awkward(text(NAMED).encode(), {"encoding": "utf-8"}),
    "gzip": Awkward(gzip.compress(GOOD), {"container": "gzip", "format": "csv"}),
    "gzip in two parts": Awkward(gzip.compress(GOOD[:99]) + gzip.compress(GOOD[99:]), {"container": "gzip"}),
    "zip": Awkward(zipped({"data peserta.csv": GOOD}), {"container": "zip", "format": "csv"}),
    "workbook": Awkward(workbook({"Data": [HEADERS, *ROWS]}), {"format": "xlsx", "sheet": "Data", "sheets": 1}),
    "workbook with dates and numbers": Awkward(workbook({"Data": [HEADERS, *NUMBERS]}), {"format": "xlsx"}),
    "workbook with notes before": Awkward(
        workbook({"Petunjuk": [["Isi lembar Data"]], "Data": [["Judul"], [], HEADERS, *ROWS, [], ["TOTAL", 3]]}),
        {"sheet": "Data", "sheets": 2, "header_row": 3, "total_rows": [8]},
    ),
    "workbook in a zip": Awkward(
        zipped({"a.xlsx": workbook({"Data": [HEADERS, *ROWS]})}), {"container": "zip", "format": "xlsx"}
    ),
    "Parquet": Awkward(parquet(pl.DataFrame(list(ROWS), schema=list(HEADERS), orient="row")), {"format": "parquet"}),
    "Parquet with dates": Awkward(
        parquet(pl.DataFrame([(*row[:4], *NUMBERS[0][4:]) for row in ROWS], schema=list(HEADERS), orient="row")),
        {"format": "parquet", "header_row": 0},
    ),
}
REFUSED = {
    "nothing": (b"", "EMPTY"),
    "only line ends": (b"\r\n\r\n", "EMPTY"),
    "only a header": (GOOD[: GOOD.index(b"\n")], "NO_ROWS"),
    "only a header in a workbook": (workbook({"Data": [HEADERS]}), "NO_ROWS"),
    "a letter": (b"Dengan hormat,\nterlampir data peserta.\n", "HEADER_NOT_FOUND"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "FORMAT_OTHER"),
    "an old workbook": (OLE + "Workbook\0".encode("utf-16-le"), "FORMAT_OTHER"),
    "a locked workbook": (OLE + "EncryptedPackage\0".encode("utf-16-le"), "ENCRYPTED"),
    "a locked zip": (zipped({"a.csv": GOOD}, encrypted=True), "ENCRYPTED"),
    "two files in a zip": (zipped({"a.csv": GOOD, "b.csv": GOOD}), "CONTAINER_MEMBERS"),
    "a path in a zip": (zipped({"../a.csv": GOOD}), "CONTAINER_MEMBERS"),
    "a zip in a zip": (zipped({"a.zip": zipped({"a.csv": GOOD})}), "CONTAINER_MEMBERS"),
    "half a gzip": (gzip.compress(GOOD)[:-9], "CONTAINER_BROKEN"),
    "half a workbook": (workbook({"Data": [HEADERS, *ROWS]})[:3_000], "CONTAINER_BROKEN"),
    "a required column less": (GOOD.replace(b"KPJ", b"LAIN"), "COLUMN_MISSING"),
    "a column twice": (GOOD.replace(b"NAMA_LENGKAP", b"NO_KTP"), "COLUMN_TWICE"),
}
PEOPLE = [(nik, f"1234567890{n}", "PU", date(2020, 3, 1), date(2025, 12, 1)) for n, nik in enumerate(NIKS, start=1)]
