"""A simulated nation of 600,000 rows, taken in, measured and published by the command; then attacked from its files."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.property.protect.attacker import Attacker
from tests.property.protect.knowledge import COUNTS, HIDDEN
from warehouse.dimensions.closed_lists import NOT_KNOWN
from warehouse.dimensions.regions import load_regions
from warehouse.figures.tables import PUBLISHED_TABLES

ROWS, DAY = 600_000, "2026-10-31"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published folder."""
    home = tmp_path_factory.mktemp("nation") / "home"
    ucj = Path(sys.executable).with_name("ucj")
    environment = {**os.environ, "UCJ_HOME": str(home)}
    for arguments in (
        ["init"],
        ["simulate", "--rows", str(ROWS), "--branches", "60", "--as-of", DAY],
        ["run", "--as-of", DAY],
    ):
        subprocess.run([ucj, *arguments], env=environment, check=True, capture_output=True)
    return home / "published" / "current"


@pytest.fixture(scope="module")
def tables(release: Path) -> dict[str, pl.DataFrame]:
    return {table.name: pl.read_parquet(release / f"{table.name}.parquet") for table in PUBLISHED_TABLES}


@pytest.mark.nightly
def test_the_attacker_narrows_down_only_what_totals_tell(tables: dict[str, pl.DataFrame]) -> None:
    """Left out are parts of a shown five, which keep their values 1 to 5, months of arrears of a region in which all
    arrears together are published, and people of unknown sex: they are the heads without NIK, a published total."""
    splits = load_regions().splits
    attacker = Attacker(tables, split=frozenset(splits["parent"]) | frozenset(splits["child"]))
    found = [(name, least, most) for name, least, most in attacker.ranges() if most - least < 5 - 1e-6]
    whole = {
        (row["basis"], row["region_code"], row["category"]): row["active"]
        for row in tables["ucj_category"].iter_rows(named=True)
    }
    coverage = {(row["basis"], row["region_code"]): row for row in tables["ucj_coverage"].iter_rows(named=True)}

    def excused(name: tuple[object, ...], least: float, most: float) -> bool:
        if name[1] == "active_strict":
            return whole[name[2], name[4], name[5]] == 5 and most - least >= 4
        if name[0] == "ucj_arrears":
            row = coverage[str(name[2]), str(name[4])]
            return bool(row["active"] - row["active_strict"] < 10)
        if name[0] == "ucj_sex_age" and NOT_KNOWN in name[5:]:
            heads = coverage[str(name[2]), str(name[4])]["active_unlinked"]
            return (least, most) == pytest.approx((heads, heads))
        return False

    assert [one for one in found if not excused(*one)] == []


@pytest.mark.nightly
def test_about_a_tenth_is_hidden_as_company(release: Path, tables: dict[str, pl.DataFrame]) -> None:
    """Cells hidden for themselves are the counts of 1 to 4 among the stored facts; the aim is a tenth."""
    home = release.parents[1]
    small = hidden = 0
    for table, (columns, _) in COUNTS.items():
        stored = next(one.stored_as for one in PUBLISHED_TABLES if one.name == table)
        for column in columns:
            query = f"select count(*) from {stored} where {column} between 1 and 4"
            small += _count(home, query)
            hidden += tables[table].filter(pl.col(f"{column}_status") == HIDDEN).height
    assert small > 10_000
    assert hidden - small <= 0.105 * small


def _count(home: Path, query: str) -> int:
    connection = sqlite3.connect(home / "warehouse.db")
    try:
        return int(connection.execute(query).fetchone()[0])
    finally:
        connection.close()
