"""Other lists of regions than the one that the project carries, in a folder, as if the project carried them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from warehouse.dimensions import region_history, regions

REGIONS, CHANGES, SPLITS = "regions.parquet", "changes.csv", "splits.csv"
FEW_PROVINCES = (
    "31",
    "65",
    "71",
    "72",
)  # one of renumbered regencies, one of split ones; tests put people in the others


def write_few_regions(folder: Path) -> None:
    """Four whole provinces with their past: a run that publishes them takes a third of the time of one of all 38."""

    def kept(code: str) -> pl.Expr:
        return pl.col(code).str.head(regions.PROVINCE).is_in(FEW_PROVINCES)

    folder.mkdir(mode=0o700, parents=True)
    pl.read_parquet(regions.REGIONS_FILE).filter(kept("code")).write_parquet(folder / REGIONS)
    changes, splits = (pl.read_csv(path, infer_schema=False) for path in (regions.CHANGES_FILE, regions.SPLITS_FILE))
    changes.filter(kept("new_code")).write_csv(folder / CHANGES)
    splits.filter(kept("parent_code")).write_csv(folder / SPLITS)


def published_regions(folder: Path | None) -> int:
    """How many regions figures are published of, by the carried list or another: nation, provinces and regencies."""
    listed = pl.read_parquet(folder / REGIONS if folder else regions.REGIONS_FILE)
    return 1 + int((listed["code"].str.len_chars() <= regions.REGENCY).sum())


@contextmanager
def installed(folder: Path, version: str = regions.VERSION) -> Iterator[regions.Regions]:
    """As if the version were installed that carries the list in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (regions, region_history):
            patch.setattr(module, "CHANGES_FILE", folder / CHANGES)
            patch.setattr(module, "SPLITS_FILE", folder / SPLITS)
        patch.setattr(regions, "REGIONS_FILE", folder / REGIONS)
        patch.setattr(regions, "VERSION", version)
        regions.load_regions.cache_clear()  # whatever else is kept of a list, is kept under the list that it is of
        yield regions.load_regions()
    regions.load_regions.cache_clear()
