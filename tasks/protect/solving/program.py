"""Linear programs over a part of a system, solved by HiGHS with the simplex method.

The same programs in the same order have the same solutions: nothing runs in parallel, and the limit is one of steps and
not of time.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from tasks.protect.solving.system import Numbers, Places, System

if TYPE_CHECKING:
    import highspy

DUAL, PRIMAL = 1, 4  # ways of the simplex method, as HiGHS counts them
MOST_STEPS = 20_000  # of one search: the longest of 60 million people takes 5,300; some take hundreds of thousands
ANEW = 0.01  # of the numbers have a weight
DEVEX = 1  # of the ways to choose an edge; the exact steepest one takes a quarter longer


@dataclass(frozen=True, eq=False, kw_only=True)
class Program:
    """How unknown numbers may change together without any equation breaking.

    numbers: which they are; all others stay as they are. matrix: their equations. down, up: how far each may fall and
    rise, at most infinitely.
    """

    numbers: Places
    matrix: sparse.csc_array
    down: Numbers
    up: Numbers

    @classmethod
    def of(cls, system: System, numbers: Places) -> "Program":
        """The changes of these numbers alone."""
        columns = system.by_number[:, numbers]
        used = np.unique(columns.indices)
        return cls(
            numbers=numbers,
            matrix=sparse.csc_array(sparse.csr_array(columns)[used]),
            down=system.value[numbers] - system.least[numbers],
            up=system.most[numbers] - system.value[numbers],
        )

    @cached_property
    def _solver(self) -> "highspy.Highs":
        return _solver(self.matrix, lower=-self.down, upper=self.up)

    def limit(self, limit: Numbers) -> None:
        """From now on no number falls or rises by more than its limit, in `greatest` and in `furthest`."""
        places = np.arange(len(limit), dtype=np.int32)
        self._solver.changeColsBounds(len(places), places, -np.minimum(self.down, limit), np.minimum(self.up, limit))

    def greatest(self, weights: Numbers) -> Numbers | None:
        """A change that makes the weighted sum of changes as great as it can be; None where nothing bounds it, or where
        it was not found in so many steps.

        The search begins where the last one ended, unless very many numbers have a weight: then it is quicker anew.
        """
        places = np.arange(len(weights), dtype=np.int32)
        self._solver.changeColsCost(len(places), places, weights)
        found = _solved(self._solver, way=DUAL if np.count_nonzero(weights) > ANEW * len(weights) else PRIMAL)
        self._solver.changeColsCost(len(places), places, np.zeros(len(places)))
        return found

    def furthest(self, place: int, *, sign: float) -> Numbers | None:
        """A change in which the number at a place rises (sign 1) or falls (-1) as far as it can.

        The search begins where the last one ended, since no bound has changed: to ask for one number after the other
        is quick.
        """
        self._solver.changeColCost(place, sign)
        found = _solved(self._solver, way=PRIMAL)
        self._solver.changeColCost(place, 0.0)
        return found

    def cheapest(self, costs: Numbers, *, moved: int, by: float) -> Numbers | None:
        """The cheapest change in which the number at place `moved` changes `by`; None where there is none.

        costs: of each unit by which a number changes in either direction.
        """
        if not -self.down[moved] <= by <= self.up[moved]:
            return None
        rising, falling, count = self.up.copy(), self.down.copy(), len(costs)
        rising[moved], falling[moved] = max(by, 0.0), max(-by, 0.0)
        lower = np.zeros(2 * count)
        lower[moved], lower[count + moved] = rising[moved], falling[moved]
        both = sparse.hstack([self.matrix, -self.matrix], format="csc")
        solver = _solver(
            both, lower=lower, upper=np.concatenate([rising, falling]), costs=-np.concatenate([costs, costs])
        )
        found = _solved(solver, way=DUAL)
        return None if found is None else found[:count] - found[count:]


def _solver(
    matrix: sparse.csc_array, *, lower: Numbers, upper: Numbers, costs: Numbers | None = None
) -> "highspy.Highs":
    """A program in which each equation is 0, and what is made greatest costs less."""
    import highspy  # noqa: PLC0415 - takes a moment, and most runs need none

    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.zeros(matrix.shape[1]) if costs is None else costs
    program.col_lower_, program.col_upper_ = lower, upper
    program.row_lower_ = program.row_upper_ = np.zeros(matrix.shape[0])
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_, program.a_matrix_.index_, program.a_matrix_.value_ = (
        matrix.indptr,
        matrix.indices,
        matrix.data,
    )
    program.sense_ = highspy.ObjSense.kMaximize
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, str | int | bool] = {"solver": "simplex", "parallel": "off", "output_flag": False}
    numbers = {"simplex_dual_edge_weight_strategy": DEVEX, "simplex_iteration_limit": MOST_STEPS}
    for option, value in {**options, **numbers}.items():
        solver.setOptionValue(option, value)
    solver.passModel(program)
    return solver


def _solved(solver: "highspy.Highs", *, way: int) -> Numbers | None:
    import highspy  # noqa: PLC0415

    solver.setOptionValue("simplex_strategy", way)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)
