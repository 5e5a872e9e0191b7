"""Linear equations between numbers of which some are published and some are not.

Everything that can be worked out from published tables is in one system: a *number* is what one or several cells of
tables state (cells that always agree are one number), and each equation says that a sum of numbers, with their signs,
is what is published beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, kw_only=True)
class System:
    """Equations over numbers; a number is known by its place.

    value: the true number. least, most: what everyone knows of it, whatever is hidden. cells: how many published cells
    state it; 0 = none does, so that it is unknown always (what a nation has more than its provinces, say).
    room: numbers that are looked at together when one of them needs company, for example those of a province.
    matrix: one row an equation, one column a number; the right side is what the true values give.
    """

    value: Numbers
    least: Numbers
    most: Numbers
    cells: Places
    room: Places
    matrix: sparse.csr_array

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self.value)

    @cached_property
    def by_number(self) -> sparse.csc_array:
        """The same matrix by columns."""
        return sparse.csc_array(self.matrix)

    @property
    def never_published(self) -> Marks:
        """Numbers that no cell states."""
        return np.asarray(self.cells == 0)

    def equations_of(self, numbers: Places) -> Places:
        """Equations in which any of these numbers is."""
        chosen = self.by_number[:, numbers]
        return np.unique(chosen.indices)

    def among(self, unknown: Marks) -> sparse.csr_array:
        """The matrix with entries of unknown numbers only, in the columns of all numbers."""
        return sparse.csr_array(self.matrix @ sparse.diags_array(unknown.astype(np.float64)))


@dataclass(frozen=True, eq=False, kw_only=True)
class Component:
    """Numbers that hang together by equations, with these; `is_tree`: no two ways lead from one number to another."""

    numbers: Places
    equations: Places
    is_tree: bool


def components(system: System, *, unknown: Marks) -> Iterable[Component]:
    """The unknown numbers in groups of which no equation joins two; numbers without any equation are left out."""
    left = system.among(unknown)
    left.eliminate_zeros()
    if left.nnz == 0:
        return
    listed = left.tocoo()
    rows, columns = listed.row, listed.col
    size = left.shape[0] + left.shape[1]
    ends = (rows, left.shape[0] + columns)
    graph = sparse.coo_array((np.ones(len(rows)), ends), shape=(size, size))
    _, label = sparse.csgraph.connected_components(graph, directed=False)
    entries = np.bincount(label[rows], minlength=label.max() + 1)
    of_row, of_column = label[: left.shape[0]], label[left.shape[0] :]
    used_rows, used_columns = np.unique(rows), np.unique(columns)
    by_row = used_rows[np.argsort(of_row[used_rows], kind="stable")]
    by_column = used_columns[np.argsort(of_column[used_columns], kind="stable")]
    labels, first_row = np.unique(of_row[by_row], return_index=True)
    _, first_column = np.unique(of_column[by_column], return_index=True)
    row_ends = [*first_row[1:], len(by_row)]
    column_ends = [*first_column[1:], len(by_column)]
    for place, one in enumerate(labels):
        equations = by_row[first_row[place] : row_ends[place]]
        numbers = by_column[first_column[place] : column_ends[place]]
        yield Component(
            numbers=numbers, equations=equations, is_tree=bool(entries[one] == len(equations) + len(numbers) - 1)
        )


def nearest(system: System, number: int, *, among: Marks, enough: int) -> Places:
    """Numbers that hang together with one by equations, as far as they are `among` those that count; the nearest."""
    found = np.zeros(system.size, dtype=bool)
    found[number] = True
    newest = np.array([number], dtype=np.intp)
    while len(newest) and found.sum() < enough:
        members = system.matrix[system.equations_of(newest)].indices
        newest = np.unique(members[among[members] & ~found[members]])
        found[newest] = True
    return np.flatnonzero(found)
