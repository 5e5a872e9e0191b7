"""Damaged deliveries: good ones with bytes changed, cut, cut out or doubled, inside their containers too."""

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Mapping

import polars as pl
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from tests.unit.read.extracts import HEADERS, ROWS, parquet, text, workbook, zipped

MANY_ROWS = [(row[0], f"{number:011d}", *row[2:]) for number in range(40) for row in ROWS]
FRAME = pl.DataFrame(MANY_ROWS, schema=list(HEADERS), orient="row")
INTERESTING = (
    b"\x00",
    b"\xff" * 8,
    b"\x7f\xff\xff\xff",
    b'"',
    b"<",
    b"&",
    b"\n" * 50,
    b";" * 50,
    b"9" * 40,
    b"\xef\xbb\xbf",
)
Mutate = Callable[[random.Random], bytes]


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The content with one change or a few, small ones more often: what is hardly damaged gets furthest."""
    data = bytearray(content)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        place = dice.randrange(len(data) or 1)
        length = dice.choice((1, 1, 2, 4, 8, 64, 512))
        match dice.choice((0, 0, 0, 1, 1, 2, 3, 4, 5)):
            case 0:
                data[place : place + 1] = bytes([data[place] ^ (1 << dice.randrange(8))]) if data else b""
            case 1:
                data[place : place + length] = dice.randbytes(length)
            case 2:
                del data[place : place + length]
            case 3:
                data[place:place] = data[place : place + length] * dice.choice((1, 2, 100))
            case 4:
                data[place:place] = dice.choice(INTERESTING)
            case 5:
                data[:] = data[: max(1, place)]
    return bytes(data)


def damaged_inside(packed: bytes, dice: random.Random) -> bytes:
    """A ZIP with one of its members damaged, packed anew."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = dice.choice(sorted(parts))
    return zipped({**parts, chosen: damaged(parts[chosen], dice)})


def _sometimes_inside(packed: bytes, inside: Mutate) -> Mutate:
    return lambda dice: damaged(packed, dice) if dice.random() < 0.5 else inside(dice)


PLAIN = text(MANY_ROWS).encode()
BOOK = workbook({"Data": [HEADERS, *MANY_ROWS]})
MUTANTS: Mapping[str, Mutate] = {
    "csv": lambda dice: damaged(PLAIN, dice),
    "csv.gz": _sometimes_inside(gzip.compress(PLAIN), lambda dice: gzip.compress(damaged(PLAIN, dice))),
    "zip": _sometimes_inside(zipped({"a.csv": PLAIN}), lambda dice: zipped({"a.csv": damaged(PLAIN, dice)})),
    "xlsx": _sometimes_inside(BOOK, lambda dice: damaged_inside(BOOK, dice)),
    "parquet": lambda dice: damaged(parquet(FRAME), dice),
    "parquet of another writer": lambda dice: damaged(_parquet_of_arrow(dice), dice),
}


def _parquet_of_arrow(dice: random.Random) -> bytes:
    out = io.BytesIO()
    pq.write_table(
        FRAME.to_arrow(compat_level=pl.CompatLevel.oldest()),
        out,
        compression=dice.choice(("lz4", "snappy", "gzip", "zstd", "brotli", "none")),
        use_dictionary=dice.random() < 0.5,
        data_page_version=dice.choice(("1.0", "2.0")),
        column_encoding=None,
    )
    return out.getvalue()
