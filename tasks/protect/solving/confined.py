"""A system in which no number changes by much: most of what relates groups to far greater wholes says nothing then.

A solution of it is one of the whole system, so what is wide enough here is so there. Linear programs are far quicker:
what is left hangs together much less, and no number is without bounds.
"""

from dataclasses import replace

import numpy as np
from scipy import sparse

from tasks.protect.solving.system import Marks, Numbers, System


def confined(system: System, *, unknown: Marks, within: Numbers) -> System:
    """The system when no unknown number falls or rises by more than its `within`, and known ones stay.

    Left out are equations which hold whatever the others in them do, since a number that no cell states and that is in
    no other equation has room enough to make up for all of them.
    """
    down = np.where(unknown, np.minimum(system.value - system.least, within), 0.0)
    up = np.where(unknown, np.minimum(system.most - system.value, within), 0.0)
    rises, falls = system.matrix.maximum(0), (-system.matrix).maximum(0)
    most, least = rises @ up + falls @ down, rises @ down + falls @ up  # by which the sum of an equation can change
    used = np.diff(system.by_number.indptr)
    rests = np.flatnonzero(system.never_published & (used == 1))
    entries = system.by_number[:, rests].tocoo()
    equations, rest, factor = entries.row, rests[entries.col], entries.data
    turned = factor > 0  # such a rest falls where the others rise
    others_most = most[equations] - np.where(turned, up[rest], down[rest]) * np.abs(factor)
    others_least = least[equations] - np.where(turned, down[rest], up[rest]) * np.abs(factor)
    can_rise = (system.most[rest] - system.value[rest]) * np.abs(factor)
    can_fall = (system.value[rest] - system.least[rest]) * np.abs(factor)
    holds = (np.where(turned, can_fall, can_rise) >= others_most) & (
        np.where(turned, can_rise, can_fall) >= others_least
    )
    kept = np.ones(system.matrix.shape[0], dtype=bool)
    kept[equations[holds]] = False
    return replace(
        system,
        least=np.maximum(system.least, system.value - within),
        most=np.minimum(system.most, system.value + within),
        matrix=sparse.csr_array(system.matrix[kept]),
    )
