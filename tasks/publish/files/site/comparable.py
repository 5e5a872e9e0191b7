"""What may be compared with what: a branch that had no data then adds people, and no change of the figures tells so.

The tables leave the change in points empty there (`warehouse/figures/flags.py`, BRANCH_WITHOUT_THEN); sentences and
pictures of pages that compare two rows by themselves ask here, and say what else a comparison rests on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks.publish.files.site.flags import split_flags
from tasks.publish.files.site.region_facts import Row
from warehouse.figures.flags import Flag
from warehouse.figures.schema import Text


@dataclass(frozen=True, kw_only=True)
class Caveat:
    """What a comparison is to be read with, where one of its rows bears one of the flags."""

    flags: tuple[Flag, ...]
    text: Text


OLDER_DATA = Caveat(
    flags=(Flag.NOW_ON_OLDER_POSITIONS, Flag.THEN_ON_OLDER_POSITIONS),
    text=Text(id="sebagian kantor cabang memakai data lama", en="some branches with older data"),
)
OTHER_ELIGIBLE = Caveat(
    flags=(Flag.ELIGIBLE_CHANGED,),
    text=Text(id="pekerja yang berhak menurut tahun atau versi lain", en="eligible workers of another year or version"),
)


def bears(row: Row, *flags: Flag) -> bool:
    """Whether a row bears one of the flags."""
    return not {*flags}.isdisjoint(split_flags(row.get("flags")))


def compares(row: Row) -> bool:
    """Whether the branches of now were in at the date compared with."""
    return not bears(row, Flag.BRANCH_WITHOUT_THEN)


def since_the_same_branches(rows: Sequence[Row]) -> list[Row]:
    """The rows of a series in the order of their dates, from the last at which a branch had come in on."""
    ordered = sorted(rows, key=lambda row: row["series_date"])
    breaks = [place for place, row in enumerate(ordered) if not compares(row)]
    return ordered[breaks[-1] :] if breaks else ordered


def caveats(rows: Iterable[Row], *asked: Caveat) -> Text:
    """Those of the caveats that hold of one of the rows, in brackets; nothing where none does."""
    told = list(rows)
    found = [one.text for one in asked if any(bears(row, *one.flags) for row in told)]
    if not found:
        return Text(id="", en="")
    return Text(id=f" ({'; '.join(one.id for one in found)})", en=f" ({'; '.join(one.en for one in found)})")
