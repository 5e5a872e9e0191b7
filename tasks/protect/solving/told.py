"""Numbers that published totals tell, whatever is hidden: hiding them would be of no use."""

import numpy as np

from tasks.protect.solving.bounds import bounds
from tasks.protect.solving.system import Marks, System


def told_anyway(system: System, *, hideable: Marks) -> Marks:
    """Numbers that stay known when everything that may be hidden is.

    Found by what equations say one by one, until nothing more follows.
    """
    found = bounds(system, unknown=hideable | system.never_published)
    told = np.zeros(system.size, dtype=bool)
    told[found.numbers] = True
    return told & hideable & (found.high <= found.low)
