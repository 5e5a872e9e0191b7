"""Which amounts of benefits are hidden, and their company.

Those of hidden claims, those that one claim dominates, and those that differ by few claims from what a kept release
showed.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from tasks.protect.cells.cells import HIDDEN, list_cells
from tasks.protect.cells.earlier import keep_as_published
from tasks.protect.relations.amounts import estimate_of_largest, system_of_amounts
from tasks.protect.rules import ProtectionRules
from tasks.protect.solving.company import hide_with_company
from tasks.protect.solving.system import Numbers, System
from warehouse.figures.disclosure import AMOUNTS

AMOUNT_WIDTH = 0.2  # of the amount: the least width of the range that is left of a hidden one
GREATEST = 1e7  # greater numbers are too great for the tolerances of a linear program
CELL = ["table", "row"]


def hidden_amounts(
    tables: Mapping[str, pl.DataFrame],
    *,
    claims: pl.DataFrame,
    rules: ProtectionRules,
    kept: Mapping[str, pl.DataFrame],
) -> pl.DataFrame:
    """The amounts above 0 that are hidden [`HIDDEN`]; `small`: for themselves, not as company.

    claims [`HIDDEN`]: hidden counts, those of claims among them. kept: as `choose_hidden` has it.
    """
    cells = list_cells(tables, of=AMOUNTS)
    if cells.is_empty():
        return pl.DataFrame(schema=HIDDEN)
    of_claims = claims.filter(column="claims").select(*CELL, few="small")
    judged = (
        cells.join(of_claims, on=CELL, how="left", maintain_order="left")
        .join(_needed(tables, share=rules.largest_claim_pct / 100), on=CELL, how="left", maintain_order="left")
        .join(_changed_little(tables, kept=kept, fewest=rules.fewest), on=CELL, how="left", maintain_order="left")
        .with_columns(few=pl.coalesce("few", "changed_little"))
        .with_columns(dominated=pl.col("needed").is_null() | (pl.col("needed") > pl.col("value")))
    )
    system = system_of_amounts(cells, kept=kept)
    of_cells = system.cells > 0
    primary, shown = keep_as_published(cells, kept, size=system.size, of=AMOUNTS)
    at_once = judged.filter(pl.col("few").is_not_null() | pl.col("dominated"))
    primary[at_once["number"].to_numpy()] = True
    width = np.maximum(1.0, AMOUNT_WIDTH * system.value)
    lacking = judged.filter("dominated").select("number", lacks=pl.col("needed") - pl.col("value")).drop_nulls()
    np.maximum.at(width, lacking["number"].to_numpy(), lacking["lacks"].to_numpy())
    scaled, width = _scaled(system, width=width)
    hidden, _ = hide_with_company(scaled, primary=primary, guarded=of_cells, hideable=of_cells & ~shown, width=width)
    return judged.select(
        "table", "column", "row", small=pl.col("few").fill_null(value=False) | pl.col("dominated")
    ).filter(pl.Series(hidden[cells["number"].to_numpy()]))


def _needed(tables: Mapping[str, pl.DataFrame], *, share: float) -> pl.DataFrame:
    """What each amount must be so that no claim dominates it [table, row, needed]."""
    return pl.concat(
        tables[one.table]
        .with_row_index("row")
        .select(table=pl.lit(one.table), row="row", needed=estimate_of_largest(share))
        for one in AMOUNTS
    )


def _changed_little(
    tables: Mapping[str, pl.DataFrame], *, kept: Mapping[str, pl.DataFrame], fewest: int
) -> pl.DataFrame:
    """Amounts that readers of a kept release could take its own from, and have that of 1 to `fewest` - 1 claims.

    [table, row, changed_little]. Where figures only grow, the release that showed the cell last says most.
    """
    found = [pl.DataFrame(schema={"table": pl.String, "row": pl.UInt32})]
    for one in AMOUNTS:
        now = tables[one.table].with_row_index("row")
        same = ["basis", "region_code", one.dated_by, "programme"]
        for name, frame in kept.items():
            if name.partition("@")[0] == one.table:
                shown = frame.filter(pl.col(one.column).is_not_null()).select(*same, before="claims")
                since = pl.col("claims") - pl.col("before")
                few = now.join(shown, on=same, how="inner").filter(since.abs().is_between(1, fewest - 1))
                found.append(few.select(table=pl.lit(one.table), row="row"))
    return pl.concat(found).unique(maintain_order=True).with_columns(changed_little=pl.lit(value=True))


def _scaled(system: System, *, width: Numbers) -> tuple[System, Numbers]:
    """The same in units so large that the greatest number is small enough for linear programs."""
    unit = max(1.0, float(system.value.max()) / GREATEST)
    scaled = replace(system, value=system.value / unit, least=system.least / unit, most=system.most / unit)
    return scaled, width / unit
