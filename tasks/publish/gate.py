"""The gate before a release counts: what lies in the folder is what was measured, whole, coherent and impersonal."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tasks.publish.gate_figures import figure_problems
from tasks.publish.gate_files import content_problems, file_problems
from tasks.publish.tables import TABLES
from warehouse.regions import load_regions


def release_problems(path: Path, *, tables: Mapping[str, pl.DataFrame]) -> tuple[str, ...]:
    """Everything that speaks against a release, in words; empty = it may be shown.

    Read back from `path`: names, hashes, sizes, folder name, and that every CSV and Parquet file equals its table in
    `tables`. Of the figures: sums and regions in plain Python, everything about single rows and columns by one Great
    Expectations suite a table. Imports Great Expectations (6 s) unless the files are already wrong.
    """
    problems = file_problems(path)
    if not problems:
        problems = content_problems(path, tables=tables)
    if problems:
        return tuple(problems)
    from tasks.publish.gate_suite import suite_problems  # noqa: PLC0415 - imports Great Expectations

    read = {table.name: pl.read_parquet(path / f"{table.name}.parquet") for table in TABLES}
    problems = figure_problems(read, regions=load_regions())
    for table in TABLES:
        problems += suite_problems(read[table.name], table=table)
    return tuple(problems)
