"""Pass on exactly the declared columns of the published tables, with small amounts of money hidden.

A table, column or type that is not declared stops the publication, so no identifier (person id, NIK, KPJ, name) can
reach a release by accident.

What it does NOT do today: suppress small counts. A regency with three active people is published as 3. Suppression
of small counts, and of the cells from which they could be worked out, is a later piece of work; until then releases
are for readers who may see every count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from tasks.protect.amounts import protect_amounts
from warehouse.errors import UcjError
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import FACT_TABLES

PROTECTIONS: Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]] = {"ucj_benefit": protect_amounts}


@dataclass(frozen=True, eq=False)
class PublishableFacts:
    """The published tables by name, with exactly the columns that they are published with, in their order."""

    tables: Mapping[str, pl.DataFrame]


class NotPublishable(UcjError):
    """Facts hold something that is not declared as public, or lack something that is."""


def protect(facts: Mapping[str, pl.DataFrame]) -> PublishableFacts:
    """The facts as they may be published.

    `facts`: one frame for each declared table, by its name. Raises `NotPublishable` naming every table and column
    that is not declared, is missing, or is not of the declared type (a binary column never is).
    """
    declared = {table.name: table for table in FACT_TABLES}
    problems = [f"{name}: this table is not declared" for name in sorted(facts.keys() - declared.keys())]
    problems += [f"{name}: this table is missing" for name in sorted(declared.keys() - facts.keys())]
    for name in sorted(declared.keys() & facts.keys()):
        problems += find_undeclared(facts[name], table=declared[name])
    if problems:
        raise NotPublishable(
            "Nothing was published. Declare in warehouse/figures/tables what is meant to be public, drop the rest: "
            + "; ".join(problems)
        )
    return PublishableFacts({name: _protected(facts[name], table=table) for name, table in declared.items()})


def _protected(frame: pl.DataFrame, *, table: FactTable) -> pl.DataFrame:
    protection = PROTECTIONS.get(table.name)
    passed = frame if protection is None else protection(frame)
    return passed.select(table.published.column_names)


def find_undeclared(frame: pl.DataFrame, *, table: FactTable) -> list[str]:
    """What in a frame differs from the declaration of its table; names of columns and types only, no value."""
    problems = [f"{table.name}.{name}: not declared" for name in frame.columns if name not in table.schema]
    for name, declared in table.schema.items():
        if name not in frame.columns:
            problems.append(f"{table.name}.{name}: missing")
        elif frame.schema[name] != declared:
            problems.append(f"{table.name}.{name}: of type {frame.schema[name]} instead of {declared}")
    return problems
