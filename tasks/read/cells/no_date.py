"""Dates that stand for "none": which they are, and whether a column shows that it writes them so."""

from datetime import date

import polars as pl

from expectations.contracts.schema import Field

ZERO = (  # 0, 0.0, 00/00/0000, 0000-00-00 00:00:00, and 00/01/1900 or 1/0/1900, as spreadsheets show the number 0
    r"^(?:[0/.\-:T\s]*0|0?0[/.\-]0?1[/.\-](?:19)?00|0?1[/.\-]0?0[/.\-](?:19)?00|1900[/.\-]0?1[/.\-]0?0)[0/.\-:T\s]*$"
)
EPOCH, LIFETIME = date(1970, 1, 1), 100
STANDING_FOR_NONE = (
    date(1, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1900, 1, 2),
    date(1111, 11, 11), date(1601, 1, 1), date(1800, 1, 1), EPOCH, date(2079, 6, 6), date(2099, 12, 31),
    date(2100, 12, 31), date(2999, 12, 31), date(4712, 12, 31), date(9999, 12, 31),
)  # fmt: skip
SHOWN = 0.05  # of the rows of a column: fewer may be mistakes
DOMINANT = 0.5  # of the filled cells: a day before every registration stands for none


def stands_for_none(texts: pl.Series, days: pl.Series, *, field: Field) -> pl.Series:
    """Whether cells hold one of the usual dates that mean none; texts and days of the same cells.

    Many people are born on 1 January 1970, the day from which computers count.
    """
    known_days = [day for day in STANDING_FOR_NONE if day != EPOCH or field.years[0] < LIFETIME]
    frame = pl.DataFrame({"text": texts, "day": days})
    zero, known = pl.col("text").str.contains(ZERO), pl.col("day").is_in(known_days)
    return frame.select(none=(zero.fill_null(value=False) | known.fill_null(value=False)))["none"]


def is_shown(standing: pl.Series, filled: pl.Series) -> bool:
    """Whether a column shows that such dates mean none: no cell of it is empty, or enough of them stand there."""
    return bool(standing.any()) and (bool(filled.all()) or standing.sum() >= max(2, SHOWN * standing.len()))


def before_registration(ends: pl.Series, registered: pl.Series) -> pl.Series | None:
    """Cells of one frequent day that lies before every registration it stands beside; None where there is none."""
    filled = ends.drop_nulls()
    if filled.is_empty():
        return None
    frequent = filled.mode().sort()[0]
    same = (ends == frequent).fill_null(value=False)
    early = (registered.filter(same) > frequent).fill_null(value=False)
    enough = same.sum() >= max(2, DOMINANT * filled.len(), SHOWN * ends.len())
    return same if enough and early.all() else None
