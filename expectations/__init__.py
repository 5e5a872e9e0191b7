"""What must hold: contracts of the feeds, rules as Great Expectations on Polars, Data Docs.

Importing Great Expectations imports libraries of charts and of tests of distributions, which no rule here needs; they
are half of its time. Where this package is imported they are loaded at their first use, by the standard library's
`LazyLoader`.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

LOADED_AT_FIRST_USE = frozenset({"altair", "scipy.stats"})


class _LazyFinder(MetaPathFinder):
    """Finds these modules, and leaves loading them to the first look at what they hold."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in LOADED_AT_FIRST_USE:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


sys.meta_path.insert(0, _LazyFinder())
