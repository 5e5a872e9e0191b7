"""Two editions of exactly the declared columns: one for everyone, in which nobody can be recognised, and the full one.

A table, column or type that is not declared stops the publication, so no identifier (person id, NIK, KPJ, name) can
reach a release by accident. Which cells are hidden: `tasks/protect/hidden_cells.py`; docs/disclosure.md explains it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tasks.protect.hidden_cells import choose_hidden
from tasks.protect.rules import ProtectionRules
from tasks.protect.statuses import mark_cells, public_tables, with_amount_status
from warehouse.errors import UcjError
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import FACT_TABLES


@dataclass(frozen=True, eq=False, kw_only=True)
class PublishableFacts:
    """The published tables by name, with exactly the columns that they are published with, in their order.

    tables: for everyone. full: the same with the cells that are hidden there; their statuses are the same. small,
    company: how many cells are hidden for themselves, and how many so that those cannot be worked out. narrow: how
    many hidden numbers are not proved to have a wide enough range (see `HiddenCells`).
    """

    tables: Mapping[str, pl.DataFrame]
    full: Mapping[str, pl.DataFrame]
    small: int
    company: int
    narrow: int


class NotPublishable(UcjError):
    """Facts hold something that is not declared as public, or lack something that is."""


def protect(
    facts: Mapping[str, pl.DataFrame],
    *,
    rules: ProtectionRules,
    kept: Mapping[str, pl.DataFrame] | None = None,
) -> PublishableFacts:
    """The facts as they may be published, and as officials may have them.

    `facts`: one frame for each declared table, by its name. `kept`: published tables of releases that readers may
    still have (see `choose_hidden`). Raises `NotPublishable` naming every table and column that is not declared, is
    missing, or is not of the declared type (a binary column never is).
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
    chosen = choose_hidden(facts, rules=rules, kept=kept)
    hidden = chosen.cells
    marked = {
        name: mark_cells(facts[name], table=table, hidden=hidden, fewest=rules.fewest)
        for name, table in declared.items()
    }
    marked["ucj_benefit"] = with_amount_status(marked["ucj_benefit"])
    full = {name: frame.select(declared[name].published.column_names) for name, frame in marked.items()}
    return PublishableFacts(
        tables=public_tables(full, declared=declared),
        full=full,
        small=hidden.filter("small").height,
        company=hidden.filter(~pl.col("small")).height,
        narrow=chosen.narrow,
    )


def find_undeclared(frame: pl.DataFrame, *, table: FactTable) -> list[str]:
    """What in a frame differs from the declaration of its table; names of columns and types only, no value."""
    problems = [f"{table.name}.{name}: not declared" for name in frame.columns if name not in table.schema]
    for name, declared in table.schema.items():
        if name not in frame.columns:
            problems.append(f"{table.name}.{name}: missing")
        elif frame.schema[name] != declared:
            problems.append(f"{table.name}.{name}: of type {frame.schema[name]} instead of {declared}")
    return problems
