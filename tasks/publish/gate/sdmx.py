"""Gate: the SDMX dataset shows what the tables show, and nothing of what is hidden."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tasks.publish.files.sdmx.files import DATA
from tasks.publish.files.sdmx.observations import ATTRIBUTES, COLUMNS, DIMENSIONS, observations

SHOWN = (*DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)


def sdmx_problems(path: Path, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Where the written observations differ from the published tables."""
    if not (path / DATA).is_file():
        return [f"{DATA} is missing"]
    cells = pl.read_csv(path / DATA, infer_schema=False)
    if cells.columns != list(COLUMNS):
        return [f"{DATA}: columns are not those of the structure"]
    problems = []
    if cells.filter(pl.col("CONF_STATUS") != "F", pl.col("OBS_VALUE").is_not_null()).height:
        problems.append(f"{DATA}: a hidden figure has a value")
    if not cells.select(SHOWN).equals(observations(tables)):
        problems.append(f"{DATA}: observations are not those of the tables")
    return problems
