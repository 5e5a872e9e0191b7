"""Deliveries that carry the planted person where each stage may stumble over him."""

import gzip
import io
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from tests.integration.planted.people import KPJ, NAME, NIK

HEADER = [
    *("NIK", "KPJ", "NAMA_LENGKAP", "SEGMEN", "KATEGORI", "UPAH", "SUMBER_DANA", "KODE_DESA"),
    *("TANGGAL_KEPESERTAAN", "BLTH_AKHIR"),
]
BRANCHES = """code,name,feeds
K01,Buol,
K02,Palu,
K03,Poso,
K04,Tolitoli,
F01,Fault in read,
F02,Fault in check,
F03,Fault in conform,
F04,Fault in load,
BPS,Statistics,"eligible,target,ecosystem"
"""
STAGE_OF_BRANCH = {"F01": "read", "F02": "check", "F03": "conform", "F04": "load"}


def row(number: int, **cells: str) -> list[str]:
    """A good row of someone else, but for some cells."""
    good = {
        "NIK": f"720501170890{number:04d}",
        "KPJ": f"1234567{number:04d}",
        "NAMA_LENGKAP": "WARGA",
        "SEGMEN": "PU",
        "UPAH": "3000000",
        "TANGGAL_KEPESERTAAN": "01/03/2020",
        "BLTH_AKHIR": "01-2026",
    }
    return [{**good, **cells}.get(name, "") for name in HEADER]


def table(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> bytes:
    """Rows as a branch's CSV."""
    return "".join(";".join(line) + "\n" for line in [header, *rows]).encode()


def people(count: int, *, first: int = 1) -> list[list[str]]:
    """Good rows, the planted person among them."""
    planted = row(0, NIK=NIK, KPJ=KPJ, NAMA_LENGKAP=NAME)
    return [planted, *(row(number) for number in range(first, first + count))]


def workbook(rows: Sequence[Sequence[object]], *, sheet: str, author: str) -> bytes:
    """An XLSX file with a note, of which other sheets come first."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"author": author, "title": author})
        book.add_worksheet(f"{author[:20]} depan").write(0, 0, f"daftar {author} {NIK}")
        page = book.add_worksheet(sheet)
        for number, line in enumerate(rows):
            for column, cell in enumerate(line):
                page.write(number, column, cell)
        page.write_comment(0, 0, f"tanya {author} {NIK}")
    return made.getvalue()


def zipped(**members: bytes) -> bytes:
    """A ZIP of some members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = f"{NIK} {NAME}".encode()
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def parquet() -> bytes:
    """Typed columns, one of them headed by the person."""
    frame = pl.DataFrame(people(30), schema=[(name, pl.String) for name in HEADER], orient="row")
    odd = frame.with_columns(pl.col("NIK").cast(pl.Int64), pl.col("KPJ").cast(pl.Float64), pl.lit(NIK).alias(NAME))
    made = io.BytesIO()
    odd.write_parquet(made)
    return made.getvalue()


def named_gzip(data: bytes) -> bytes:
    """A gzip that remembers the name of the file in it."""
    made = io.BytesIO()
    with gzip.GzipFile(f"{NIK} {NAME}.csv", "wb", fileobj=made) as file:
        file.write(data)
    return made.getvalue()


def in_every_cell() -> list[list[str]]:
    """Each column but NIK once with the NIK, once with the name, once with both."""
    return [row(500 + i * 3 + j, **{name: text}) for i, name in enumerate(HEADER) for j, text in enumerate(
        (NIK, NAME, f"{NAME}/{KPJ}")
    )]  # fmt: skip


def deliveries() -> Iterator[tuple[str, bytes]]:
    """`folder/name` and bytes, in the order in which they are to arrive."""
    good = table(people(40))
    yield "K01/PESERTA_K01_20260131.csv", good
    yield "K01/PESERTA_K01_20260131_R0.csv", good  # the same bytes
    yield f"K01/PESERTA {NIK} {NAME}.csv", table(people(3))
    yield f"K01/{NAME}.csv.part", b"separuh"
    yield f"K01/{KPJ} {NAME}.pdf", b"surat"
    yield f"{NAME} {NIK}.csv", b"di luar folder"
    yield from _headers()
    yield from _cells()
    yield from _containers()
    yield from _other_feeds()
    yield from _checks()
    for branch in STAGE_OF_BRANCH:
        yield f"{branch}/PESERTA_{branch}_20260131.csv", table(people(10, first=900))


def _headers() -> Iterator[tuple[str, bytes]]:
    odd = [*HEADER, NAME, NIK, f"{NAME} {KPJ}"]
    title = f"Disusun oleh {NAME} NIK {NIK};;\n\n".encode()
    total = ["JUMLAH", NIK, NAME, KPJ]
    wide = [[*line, NAME, NIK, KPJ] for line in people(40, first=50)]
    yield "K02/PESERTA_K02_20260131.csv", title + table([*wide, total], header=odd)
    yield "K02/PESERTA_K02_20260130.csv", table(people(9), header=["NIK", "KPJ", NAME, NIK, "SEGMEN"])
    yield "K02/PESERTA_K02_20260129.csv", table(people(9)[1:], header=[NIK, KPJ, NAME])
    yield "K02/PESERTA_K02_20260128.csv", table(people(9), header=["NIK", "NIK", NAME, *HEADER[1:]])


def _cells() -> Iterator[tuple[str, bytes]]:
    bad = [*in_every_cell(), [*row(700), NIK, NAME], [NIK, KPJ, NAME], ['"' + NAME, NIK], row(701, NIK=NIK[:15])]
    yield "K02/PESERTA_K02_20260127.csv", table([*people(2000, first=2000), *bad])  # below the limit: rejected rows
    yield "K03/PESERTA_K03_20260130.csv", table(bad)  # above: refused
    yield "K03/PESERTA_K03_20260129.csv", b"\xff\xfe" + (NIK + NAME).encode("utf-16-le")
    yield "K03/PESERTA_K03_20251231.csv", table(people(30, first=2000)).replace(b";01-2026", b";12-2025")
    yield "K03/PESERTA_K03_20251130.csv", table(people(9)).decode().encode("utf-16")
    yield "K03/PESERTA_K03_20260131.csv", table(people(300, first=2000))  # held
    yield "K03/PESERTA_K03_20990131.csv", table(people(1))  # a date to come


def _containers() -> Iterator[tuple[str, bytes]]:
    numbers: list[list[object]] = [[*HEADER], *([float(line[0]), float(line[1]), *line[2:]] for line in people(30))]
    texts: list[Sequence[object]] = [[*HEADER, NAME], *people(30, first=100)]
    yield "K04/PESERTA_K04_20260131.xlsx", workbook(texts, sheet=f"{NIK} WULANDARI", author=NAME)
    yield "K04/PESERTA_K04_20260130.xlsx", workbook(numbers, sheet=f"{NAME}", author=NAME)
    yield "K04/PESERTA_K04_20260129.zip", zipped(**{f"{NIK} {NAME}.csv": table(people(30, first=100))})
    yield "K04/PESERTA_K04_20260128.zip", zipped(**{f"{NAME}.csv": b"a", f"{NIK}.csv": b"b"})
    yield "K04/PESERTA_K04_20260127.zip", zipped(**{f"{NAME}/{NIK}.csv": b"a"})
    yield "K04/PESERTA_K04_20260126.csv.gz", named_gzip(table(people(30, first=100)))
    yield "K04/PESERTA_K04_20260125.csv.gz", named_gzip(NIK.encode() * 9)[:-9]
    yield "K04/PESERTA_K04_20260124.parquet", parquet()
    yield "K04/PESERTA_K04_20260123.xlsx", b"PK\x03\x04" + f"{NIK} {NAME}".encode()


def _checks() -> Iterator[tuple[str, bytes]]:
    """Files that are only to be checked: good and bad rows, a workbook, a name that says too much."""
    yield "K01/CEK_PESERTA_K01_20260131.csv", table([*people(2000, first=2000), *in_every_cell()])
    yield "K03/CEK_PESERTA_K03_20260130.csv", table(in_every_cell())
    yield "K04/CEK_PESERTA_K04_20260131.xlsx", workbook([[*HEADER, NAME], *people(30)], sheet=f"{NAME}", author=NAME)
    yield f"K01/CEK_PESERTA {NIK} {NAME}.csv", table(people(3))


def _other_feeds() -> Iterator[tuple[str, bytes]]:
    claims = ["NO_KLAIM", "NIK", "PROGRAM", "NILAI", "TANGGAL_BAYAR", NAME]
    paid = [[NIK, NIK, "JKM", "42000000", "15/01/2026", NAME], *([f"C{n}", row(n)[0], "JKK", "1", "15/01/2026", ""]
            for n in range(1, 60)), ["C99", NIK, NAME, NIK, KPJ, ""]]  # fmt: skip
    yield "K01/KLAIM_K01_20260131.csv", table(paid, header=claims)
    yield "K02/KLAIM_K02_20260131.csv", table([[NAME, NIK, NAME, NAME, NIK, NIK]], header=claims)
    yield (
        "BPS/PEKERJA_BPS_20260101.csv",
        table(
            [["72.05", "2026", "150", f"rilis {NIK}", f"surat {KPJ}"]],
            header=["KODE_WILAYAH", "TAHUN", "JUMLAH", "VERSI", "SUMBER"],
        ),
    )
    yield (
        "BPS/TARGET_BPS_20260101.csv",
        table(
            [["72.05", "2026", f"DINAS {NIK}", "50", f"nota {KPJ} {NIK}"]],
            header=["KODE_WILAYAH", "TAHUN", "PENERBIT", "NILAI", "DOKUMEN"],
        ),
    )


def deliver(home: Path) -> Mapping[str, bytes]:
    """Put everything into the inbox of a home; returns what was put there."""
    (home / "branches.csv").write_text(BRANCHES)
    files = dict(deliveries())
    for order, (name, data) in enumerate(files.items()):
        path = home / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1_700_000_000 + order,) * 2)
    return files
