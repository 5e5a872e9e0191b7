"""Python's garbage collector looks less often: importing makes hundreds of thousands of objects that stay.

By default it looks at the young ones after every 700, and at all of them ever again while libraries are imported: a
tenth of the CPU time of a command that takes seconds to import (docs/performance-history.md).
"""

import gc

YOUNG_OBJECTS = 50_000  # some megabytes at most wait to be collected
OLDER = 20  # collections of the younger before the older are looked at


def collect_less_often() -> None:
    """To be called before anything large is imported."""
    gc.set_threshold(YOUNG_OBJECTS, OLDER, OLDER)
