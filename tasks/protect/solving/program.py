"""Linear programs over a part of a system, solved by HiGHS."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tasks.protect.solving.system import Numbers, Places, System

SOLVED = 0


@dataclass(frozen=True, eq=False, kw_only=True)
class Program:
    """How unknown numbers may change together without any equation breaking.

    numbers: which they are; all others stay as they are. matrix: their equations. down, up: how far each may fall and
    rise, at most infinitely.
    """

    numbers: Places
    matrix: sparse.csr_array
    down: Numbers
    up: Numbers

    @classmethod
    def of(cls, system: System, numbers: Places) -> "Program":
        """The changes of these numbers alone."""
        columns = system.by_number[:, numbers]
        used = np.unique(columns.indices)
        return cls(
            numbers=numbers,
            matrix=sparse.csr_array(sparse.csr_array(columns)[used]),
            down=system.value[numbers] - system.least[numbers],
            up=system.most[numbers] - system.value[numbers],
        )

    def greatest(
        self,
        weights: Numbers,
        *,
        down: Numbers | None = None,
        up: Numbers | None = None,
        most_steps: int | None = None,
    ) -> Numbers | None:
        """A change that makes the weighted sum of changes as great as it can be; None where nothing bounds it.

        down, up: narrower limits than those of the numbers. most_steps: of the simplex method, after which None is the
        answer too; a limit of time would give another answer each time.
        """
        from scipy.optimize import linprog  # noqa: PLC0415 - takes a moment, and most runs need none

        lower = -(self.down if down is None else np.minimum(self.down, down))
        upper = self.up if up is None else np.minimum(self.up, up)
        found = linprog(
            -weights,
            A_eq=self.matrix,
            b_eq=np.zeros(self.matrix.shape[0]),
            bounds=np.column_stack([lower, upper]),
            method="highs",
            options={"maxiter": most_steps} if most_steps else {},
        )
        return np.asarray(found.x) if found.status == SOLVED else None


def furthest(program: Program, *, moved: int, sign: float, limit: float) -> float:
    """How far the number at place `moved` of the program can rise (sign 1) or fall (-1), up to a limit."""
    weights, limits = np.zeros(len(program.numbers)), np.full(len(program.numbers), np.inf)
    weights[moved], limits[moved] = sign, limit
    change = program.greatest(weights, down=limits, up=limits)
    return 0.0 if change is None else abs(float(change[moved]))


def cheapest_change(program: Program, *, costs: Numbers, moved: int, by: float) -> Numbers | None:
    """The cheapest change in which the number at place `moved` of the program changes `by`; None where there is none.

    costs: of each unit by which a number changes in either direction.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - takes a moment, and most runs need none

    if not -program.down[moved] <= by <= program.up[moved]:
        return None
    rising, falling = program.up.copy(), program.down.copy()
    rising[moved], falling[moved] = max(by, 0.0), max(-by, 0.0)
    lower = np.zeros(2 * len(costs))
    lower[moved], lower[len(costs) + moved] = rising[moved], falling[moved]
    found = linprog(
        np.concatenate([costs, costs]),
        A_eq=sparse.hstack([program.matrix, -program.matrix], format="csr"),
        b_eq=np.zeros(program.matrix.shape[0]),
        bounds=np.column_stack([lower, np.concatenate([rising, falling])]),
        method="highs",
    )
    if found.status != SOLVED:
        return None
    return np.asarray(found.x[: len(costs)] - found.x[len(costs) :])
