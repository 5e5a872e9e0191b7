"""Flags of rows as pages show them: each has a letter, and those that every row bears are said once."""

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.publish.files.site.region_facts import Row
from warehouse.figures.flags import FLAG_TEXTS


@dataclass(frozen=True, kw_only=True)
class FlagView:
    """A flag with the letter that stands for it in tables."""

    letter: str
    code: str
    id: str
    en: str


def flag_views() -> tuple[FlagView, ...]:
    """All flags with their letters, a, b, c ... in the order of their declaration."""
    listed = enumerate(FLAG_TEXTS.items())
    return tuple(FlagView(letter=chr(ord("a") + n), code=str(flag), id=t.id, en=t.en) for n, (flag, t) in listed)


def common_flags(rows: Iterable[Row]) -> frozenset[str]:
    """Flags that every row bears: said once, not on each."""
    sets = [frozenset(split_flags(row["flags"])) for row in rows]
    return frozenset.intersection(*sets) if sets else frozenset()


def split_flags(flags: str | None) -> list[str]:
    """Split a cell of flags into its codes."""
    return flags.split(";") if flags else []
