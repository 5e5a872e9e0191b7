"""How many examples a property is tried with: some by day, all by night (`make nightly`, which sets `ALL_EXAMPLES`).

For properties whose examples are whole figures or whole files; every run draws others.
"""

import os
from typing import Any

from hypothesis import settings

ALL_EXAMPLES = "UCJ_TEST_ALL_EXAMPLES"


def drawn(*, by_day: int, by_night: int, **others: Any) -> settings:
    """So many examples; others: what else Hypothesis shall do."""
    return settings(max_examples=by_night if os.environ.get(ALL_EXAMPLES) else by_day, **others)
