"""An attacker who has the published files and nothing else, and knows how the figures are made.

He writes down every equation and inequality that he knows of the cells that are not shown, and asks a linear program
(HiGHS) for the least and the greatest value of each. Nothing here is taken from the code that protects.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from tests.property.protect.knowledge import Knowledge, Name, Terms
from tests.property.protect.known_of_benefits import years
from tests.property.protect.known_of_employers import employers
from tests.property.protect.known_of_people import derived, parts_of_people, wholes, within_regions
from tests.property.protect.known_of_places import regions, same_numbers
from tests.property.protect.known_of_sexes import sexes_and_ages

SUBJECTS = (
    regions,
    same_numbers,
    within_regions,
    wholes,
    parts_of_people,
    sexes_and_ages,
    employers,
    derived,
    years,
)

DECIDED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnbounded)


@dataclass
class Attacker(Knowledge):
    """Finds the range of each hidden cell that follows from all that he knows."""

    def __post_init__(self) -> None:
        super().__post_init__()
        for write_down in SUBJECTS:
            write_down(self)

    def ranges(self) -> Iterator[tuple[Name, float, float]]:
        """Every hidden cell with its least and greatest value; one that is wide enough may be told as narrower."""
        hidden = [name for name, value in self.values.items() if value is None]
        others = {name for terms, _ in (*self.equal, *self.at_most) for name in terms} - set(hidden)
        names = [*hidden, *sorted(others, key=str)]
        place = {name: n for n, name in enumerate(names)}
        equal, right = self._matrix(self.equal, place), np.array([r for _, r in self.equal])
        at_most, most = self._matrix(self.at_most, place), np.array([r for _, r in self.at_most])
        joined = sparse.vstack([equal, at_most]).tocsr()
        _, part = sparse.csgraph.connected_components(joined.T @ joined if joined.nnz else sparse.eye(len(names)))
        for one in np.unique(part[: len(hidden)]):
            columns = np.flatnonzero(part == one)
            rows, below = (np.flatnonzero(np.diff(m.tocsr()[:, columns].indptr)) for m in (equal, at_most))
            lowest = np.where(columns < len(hidden), self.least, 0.0)
            solver = solver_of(equal[rows][:, columns], right[rows], at_most[below][:, columns], most[below], lowest)
            yield from self._of_part(names, columns[columns < len(hidden)], columns, solver)

    def _of_part(
        self, names: list[Name], wanted: np.ndarray[Any, Any], columns: np.ndarray[Any, Any], solver: highspy.Highs
    ) -> Iterator[tuple[Name, float, float]]:
        least, most = np.full(len(columns), np.inf), np.full(len(columns), -np.inf)
        for number in wanted:
            here = int(np.flatnonzero(columns == number)[0])
            for sign in (1.0, -1.0):
                if (
                    most[here] - least[here] >= self.enough
                ):  # two solutions that he has found already are far enough apart
                    break
                solver.changeColCost(here, sign)
                found = solved(solver)
                solver.changeColCost(here, 0.0)
                if found is None:
                    least[here], most[here] = (least[here], np.inf) if sign < 0 else (-np.inf, most[here])
                    continue
                least, most = np.minimum(least, found), np.maximum(most, found)
            yield names[number], float(least[here]), float(most[here])

    @staticmethod
    def _matrix(said: list[tuple[Terms, float]], place: Mapping[Name, int]) -> sparse.csr_array:
        entries = [(row, place[name], factor) for row, (terms, _) in enumerate(said) for name, factor in terms.items()]
        rows, columns, factors = zip(*entries, strict=True) if entries else ((), (), ())
        return sparse.csr_array((factors, (rows, columns)), shape=(len(said), len(place)))


def solver_of(
    equal: sparse.csr_array,
    right: np.ndarray[Any, Any],
    at_most: sparse.csr_array,
    most: np.ndarray[Any, Any],
    lowest: np.ndarray[Any, Any],
) -> highspy.Highs:
    """A linear program without a goal yet; each goal begins at the solution of the one before."""
    rows = sparse.vstack([equal, at_most]).tocsr()
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(lowest), rows.shape[0]
    program.col_cost_ = np.zeros(len(lowest))
    program.col_lower_, program.col_upper_ = lowest.astype(float), np.full(len(lowest), np.inf)
    program.row_lower_ = np.concatenate([right, np.full(len(most), -np.inf)])
    program.row_upper_ = np.concatenate([right, most])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_, program.a_matrix_.index_ = rows.indptr, rows.indices
    program.a_matrix_.value_ = rows.data.astype(float)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")  # it takes some unbounded problems for infeasible ones
    solver.passModel(program)
    return solver


def solved(solver: highspy.Highs) -> np.ndarray[Any, Any] | None:
    """Where the goal is least; None where it has no least value."""
    solver.run()
    if (status := solver.getModelStatus()) not in DECIDED:  # begun where the goal before ended; now from nothing
        solver.clearSolver()
        solver.run()
        status = solver.getModelStatus()
    assert status in DECIDED, f"the published figures contradict each other: {status}"
    if status == highspy.HighsModelStatus.kUnbounded:
        return None
    return np.array(solver.getSolution().col_value)
