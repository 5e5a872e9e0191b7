"""A list of regions such as the Ministry may publish next: a new province, regencies renumbered, renamed and split."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from tests.region_list import CHANGES, REGIONS, SPLITS, installed
from warehouse.dimensions import regions

VERSION = "next edition (Kepmendagri 1/2027)"
RENAMED = ("13.03", "Kabupaten Sijunjung Raya")
RENUMBERED = {"72.05": "97.01", "93.01": "97.02"}  # 93.01 was 91.01 before 2022: a chain
PARENT, CHILD = "33.01", "33.36"
MOVED_DISTRICTS = {"33.01.01": "33.36.01", "33.01.02": "33.36.02"}


def next_regions() -> pl.DataFrame:
    """[code, name] of the next edition, made from the carried one."""
    today = pl.read_parquet(regions.REGIONS_FILE)
    renamed = pl.when(pl.col("code") == RENAMED[0]).then(pl.lit(RENAMED[1])).otherwise("name")
    moved = today.select(pl.col("code").map_elements(code_in_next, return_dtype=pl.String), renamed.alias("name"))
    founded = pl.DataFrame({"code": ["97", CHILD], "name": ["Papua Utara", "Kabupaten Cilacap Barat"]})
    return pl.concat([moved, founded]).sort("code")


def code_in_next(code: str) -> str:
    """The code of the same place in the next edition."""
    for length, changes in ((8, MOVED_DISTRICTS), (5, RENUMBERED)):
        if code[:length] in changes:
            return changes[code[:length]] + code[length:]
    return code


def next_changes() -> str:
    told = [f"2025,2026,{old},X,{new},X,law\n" for old, new in RENUMBERED.items()]
    return regions.CHANGES_FILE.read_text() + "".join(told)


def next_splits() -> str:
    return regions.SPLITS_FILE.read_text() + f"{PARENT},X,{CHILD},X,2026,{' '.join(MOVED_DISTRICTS)},2,2,exact\n"


@contextmanager
def next_edition(folder: Path) -> Iterator[regions.Regions]:
    """As if the version were installed that carries the next edition."""
    folder.mkdir(parents=True)
    next_regions().write_parquet(folder / REGIONS)
    (folder / CHANGES).write_text(next_changes())
    (folder / SPLITS).write_text(next_splits())
    with installed(folder, VERSION) as found:
        yield found
