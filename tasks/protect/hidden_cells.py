"""Which cells of the published tables are hidden: small counts, and the company without which they could be worked out.

All tables, bases and dates are one system (`tasks/protect/relations`), and company is chosen over all of it at once
(`tasks/protect/solving`). The same figures give the same cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from tasks.protect.cells.cells import HIDDEN, list_cells
from tasks.protect.cells.earlier import keep_as_published
from tasks.protect.hidden_amounts import hidden_amounts
from tasks.protect.relations.system_of import system_of
from tasks.protect.relations.wholes import shown_wholes
from tasks.protect.rules import ProtectionRules
from tasks.protect.solving.company import hide_with_company
from tasks.protect.solving.system import Marks, Numbers, Places, System
from tasks.protect.solving.told import told_anyway


@dataclass(frozen=True, eq=False, kw_only=True)
class HiddenCells:
    """cells [`HIDDEN`]: protected counts that are hidden, and amounts; `small`: for itself, not as company.

    narrow: how many of them are not proved to have the range that the rules ask for: published totals leave them less,
    whatever is hidden, or the proof was not found (`tasks/protect/solving`).
    """

    cells: pl.DataFrame
    narrow: int


def choose_hidden(
    tables: Mapping[str, pl.DataFrame],
    *,
    rules: ProtectionRules,
    kept: Mapping[str, pl.DataFrame] | None = None,
) -> HiddenCells:
    """The cells of `tables` (all of them, whole, by name) that are hidden.

    kept: published tables in which cells of the same number were shown or hidden before; what was hidden stays so
    while it has not changed, and what was shown protects nothing.
    """
    cells = list_cells(tables)
    if cells.is_empty():
        return HiddenCells(cells=pl.DataFrame(schema=HIDDEN), narrow=0)
    system, known = (
        system_of(cells, tables, vulnerable_categories=rules.vulnerable_categories, guessing=guessing, kept=kept)
        for guessing in (True, False)
    )
    small = (system.cells > 0) & (system.value < rules.fewest)
    hidden_before, shown_before = keep_as_published(cells, kept or {}, size=system.size)
    widths = _widths(cells, system=system, fewest=rules.fewest)
    primary = small | hidden_before
    hidden, narrow = hide_with_company(
        system, primary=primary, guarded=system.cells > 0, hideable=_hideable(system) & ~shown_before, width=widths
    )
    if len(narrow):  # against a reader who guesses nothing they may be safe
        hidden, narrow = _safe_from_knowledge(known, hidden=hidden, narrow=narrow, shown=shown_before, widths=widths)
    listed = _listed(cells, hidden=hidden, small=small)
    amounts = hidden_amounts(tables, claims=listed, rules=rules, kept=kept or {})
    return HiddenCells(cells=pl.concat([listed, amounts]), narrow=len(narrow))


def _hideable(system: System) -> Marks:
    of_cells = system.cells > 0
    return of_cells & ~told_anyway(system, hideable=of_cells)


def _safe_from_knowledge(
    known: System, *, hidden: Marks, narrow: Places, shown: Marks, widths: Numbers
) -> tuple[Marks, Places]:
    """What more is hidden for numbers that a reader who guesses can narrow down, against one who does not guess.

    The other arguments are of the system of the one who guesses: its numbers of cells are the same and come first.
    """
    count = int((known.cells > 0).sum())
    of_cells, before = known.cells > 0, np.zeros(known.size, dtype=bool)
    before[:count] = hidden[:count]
    safe, barred = before.copy(), np.zeros(known.size, dtype=bool)
    safe[narrow] = False
    barred[:count] = shown[:count]
    width = np.ones(known.size)
    width[:count] = widths[:count]
    return hide_with_company(
        known,
        primary=before,
        guarded=of_cells & ~safe,
        hideable=_hideable(known) & ~barred,
        width=width,
        beside=of_cells & ~barred,
    )


def _widths(cells: pl.DataFrame, *, system: System, fewest: int) -> Numbers:
    """The least width of each number's range: the smallest count that is shown.

    A part of a whole that is itself that smallest count is left all its possible values, 1 to the whole.
    """
    widths = np.full(system.size, float(fewest))
    smallest = shown_wholes(cells).filter(whole=fewest)
    widths[smallest["number"].to_numpy()] = fewest - 1
    return widths


def _listed(cells: pl.DataFrame, *, hidden: Marks, small: Marks) -> pl.DataFrame:
    places = cells["number"].to_numpy()
    return (
        cells.select("table", "column", "row")
        .with_columns(small=pl.Series(small[places]))
        .filter(pl.Series(hidden[places]))
    )
