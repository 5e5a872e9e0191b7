"""Linear equations between numbers of which some are published and some are not.

Everything that can be worked out from published tables is in one system: a *number* is what one or several cells of
tables state (cells that always agree are one number), and each equation says that a sum of numbers, with their signs,
is what is published beside them.
"""

from collections.abc import Iterator
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

    def entries_of(self, numbers: Places) -> "Entries":
        """Where these numbers are in equations, by equation and then by number."""
        chosen = sparse.csr_array(self.by_number[:, numbers])
        sizes = np.diff(chosen.indptr)
        used = np.flatnonzero(sizes)
        chosen.sort_indices()
        return Entries(
            equations=np.repeat(np.arange(len(used)), sizes[used]),
            numbers=chosen.indices.astype(np.intp),
            factor=chosen.data,
            used_equations=used,
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Entries:
    """Of each entry the place of its equation in `used_equations`, of its number in those asked for, and its factor."""

    equations: Places
    numbers: Places
    factor: Numbers
    used_equations: Places


@dataclass(frozen=True, eq=False, kw_only=True)
class Component:
    """Numbers that hang together by equations, with these; `is_tree`: no two ways lead from one number to another."""

    numbers: Places
    equations: Places
    is_tree: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class Components:
    """Unknown numbers in groups of which no equation joins two.

    label: of each number of the system its group, -1 for one that is known or in no equation.
    """

    label: Places
    of_equation: Places
    used_equations: Places
    is_tree: Marks

    @classmethod
    def of(cls, system: System, *, unknown: Marks) -> "Components":
        """Those of the unknown numbers of a system."""
        places = np.flatnonzero(unknown)
        entries = system.entries_of(places)
        count = len(entries.used_equations)
        size = count + len(places)
        ends = (entries.equations, count + entries.numbers)
        graph = sparse.coo_array((np.ones(len(entries.factor)), ends), shape=(size, size))
        _, found = sparse.csgraph.connected_components(graph, directed=False)
        of_equation = found[:count]
        groups = int(of_equation.max()) + 1 if count else 0
        label = np.full(system.size, -1, dtype=np.intp)
        label[places] = np.where(found[count:] < groups, found[count:], -1)
        inside = np.bincount(of_equation[entries.equations], minlength=groups)
        nodes = np.bincount(of_equation, minlength=groups) + np.bincount(label[label >= 0], minlength=groups)
        return cls(
            label=label,
            of_equation=of_equation.astype(np.intp),
            used_equations=entries.used_equations,
            is_tree=np.asarray(inside == nodes - 1),
        )

    def with_circles(self, *, asked: Marks) -> Iterator[Component]:
        """Those that are no trees and have any of the numbers asked for."""
        wanted = np.zeros(len(self.is_tree), dtype=bool)
        wanted[self.label[asked & (self.label >= 0)]] = True
        wanted &= ~self.is_tree
        numbers = np.flatnonzero((self.label >= 0) & wanted[self.label]) if len(wanted) else np.empty(0, dtype=np.intp)
        equations = np.flatnonzero(wanted[self.of_equation])
        by_number, by_equation = self.label[numbers], self.of_equation[equations]
        numbers = numbers[np.argsort(by_number, kind="stable")]
        equations = self.used_equations[equations[np.argsort(by_equation, kind="stable")]]
        ends_of_numbers = np.cumsum(np.bincount(by_number, minlength=len(wanted)))
        ends_of_equations = np.cumsum(np.bincount(by_equation, minlength=len(wanted)))
        for one in np.flatnonzero(wanted):
            first, start = (ends_of_numbers[one - 1], ends_of_equations[one - 1]) if one else (0, 0)
            yield Component(
                numbers=numbers[first : ends_of_numbers[one]],
                equations=equations[start : ends_of_equations[one]],
                is_tree=False,
            )


def nearest(system: System, number: int, *, among: Marks, enough: int, at_most: int | None = None) -> Places:
    """Numbers that hang together with one by equations, as far as they are `among` those that count; the nearest.

    at_most: so many are enough where there are many at the same distance.
    """
    found = np.zeros(system.size, dtype=bool)
    found[number] = True
    newest = np.array([number], dtype=np.intp)
    while len(newest) and found.sum() < enough:
        members = system.matrix[system.equations_of(newest)].indices
        newest = np.unique(members[among[members] & ~found[members]])[: at_most and at_most - found.sum()]
        found[newest] = True
    return np.flatnonzero(found)
