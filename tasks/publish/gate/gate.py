"""The gate before a release counts: what lies in the folder is what was measured, whole, coherent and impersonal."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from expectations.data_docs.validation import Validation
from tasks.publish.editions.edition import RESTRICTED
from tasks.publish.editions.restricted import read_restricted
from tasks.publish.gate.figures import figure_problems
from tasks.publish.gate.files import content_problems, file_problems
from tasks.publish.gate.protection import protection_problems
from warehouse.dimensions.regions import load_regions
from warehouse.figures.tables import PUBLISHED_TABLES


@dataclass(frozen=True, kw_only=True)
class GateResult:
    """What the gate found. problems: in words, empty = the release may be shown. validations: one a table.

    remarks: the problems that were found outside of Great Expectations.
    """

    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    validations: tuple[Validation, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Restricted:
    """The restricted edition: where it lies, what it was written from, and the smallest count that is public."""

    path: Path
    full: Mapping[str, pl.DataFrame]
    fewest: int


def evaluate_release(
    path: Path,
    *,
    tables: Mapping[str, pl.DataFrame],
    restricted: Restricted | None = None,
) -> GateResult:
    """Everything that speaks against a release.

    Read back from `path`: names, hashes, sizes, folder name, and that every CSV and Parquet file equals its table in
    `tables`. The restricted edition is read back, too, in the same way: the public one must be it less its hidden
    cells. Of the figures: sums and regions in plain Python, everything about single rows and columns by one Great
    Expectations suite a table. Imports Great Expectations (3 s) unless the files are already wrong.
    """
    remarks = file_problems(path) or content_problems(path, tables=tables)
    if remarks:
        return GateResult(problems=tuple(remarks), remarks=tuple(remarks))
    from tasks.publish.gate.suite import judge_table  # noqa: PLC0415 - imports Great Expectations

    read = {table.name: pl.read_parquet(path / f"{table.name}.parquet") for table in PUBLISHED_TABLES}
    remarks = figure_problems(read, regions=load_regions())
    if restricted is not None:
        remarks += file_problems(restricted.path, edition=RESTRICTED)
        remarks += content_problems(restricted.path, tables=restricted.full, edition=RESTRICTED)
        remarks += protection_problems(read, full=read_restricted(restricted.path), fewest=restricted.fewest)
    judged = [judge_table(read[table.name], table=table) for table in PUBLISHED_TABLES]
    return GateResult(
        problems=(*remarks, *(problem for problems, _ in judged for problem in problems)),
        remarks=tuple(remarks),
        validations=tuple(validation for _, validation in judged),
    )
