"""How much goes wrong in simulated extracts, and which rows it hits."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
import numpy.typing as npt

SHARE = 0.002


@dataclass(frozen=True)
class Defects:
    """Share of the rows that get each defect (a row gets one at most), and how many whole files are spoilt.

    The first eleven make a row be rejected, the next two only warn, repeats are merged. A defect that does not fit its
    row (a missing KPJ where none is needed, a ragged line in a workbook) is left out.
    """

    nik_missing: float = SHARE
    nik_short: float = SHARE
    nik_impossible_date: float = SHARE
    nik_serial_zero: float = SHARE
    nik_unknown_regency: float = SHARE
    kpj_missing: float = SHARE
    segment_unknown: float = SHARE
    date_unreadable: float = SHARE
    registered_after_position: float = SHARE
    head_count_bad: float = SHARE
    ragged_line: float = SHARE
    village_unknown: float = SHARE
    birth_date_differs: float = SHARE
    repeat: float = SHARE
    excel_damaged_branches: int = 0
    unreadable_branches: int = 0

    def __post_init__(self) -> None:
        shares = self.shares()
        if min(shares) < 0 or sum(shares) > 1:
            raise ValueError("Shares of defects must not be negative, nor exceed 1 together.")
        if self.excel_damaged_branches < 0 or self.unreadable_branches < 0:
            raise ValueError("Numbers of spoilt branches must not be negative.")

    def shares(self) -> list[float]:
        """Share of each kind, in the order of `KINDS`."""
        return [float(getattr(self, kind)) for kind in KINDS]

    def scaled(self, factor: float) -> Self:
        """The same mixture, `factor` times as frequent; spoilt files stay as many."""
        return replace(self, **{kind: getattr(self, kind) * factor for kind in KINDS})

    @classmethod
    def none(cls) -> Self:
        """Flawless extracts."""
        return cls().scaled(0)


KINDS = tuple(field.name for field in fields(Defects) if field.type in (float, "float"))


@dataclass(frozen=True, eq=False)
class DefectPlan:
    """Which row gets which defect; -1 for none, else the place of the kind in `KINDS`."""

    kind: npt.NDArray[np.int64]

    def rows(self, name: str) -> npt.NDArray[np.bool_]:
        """True for the rows that get the defect."""
        hit: npt.NDArray[np.bool_] = self.kind == KINDS.index(name)
        return hit


def plan_defects(rng: np.random.Generator, *, rows: int, defects: Defects) -> DefectPlan:
    """Draw at most one defect for each row."""
    edges = np.cumsum(defects.shares())
    place = np.searchsorted(edges, rng.random(rows), side="right")
    return DefectPlan(np.where(place < len(KINDS), place, -1))
