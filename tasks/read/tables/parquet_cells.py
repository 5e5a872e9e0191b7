"""Typed columns of Parquet as texts and kinds: numbers with all their digits, instants as the days they stand for."""

from datetime import date
from decimal import Decimal

import polars as pl

from expectations.contracts.schema import Kind
from tasks.read.tables.raw_table import CellKind

KIND = pl.UInt8
CALENDAR = (date(1, 1, 1) - date(1970, 1, 1)).days, (date(9999, 12, 31) - date(1970, 1, 1)).days
TICKS_A_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
MOST_TICKS = 2**63 - 1
HOME = "Asia/Jakarta"
COUNTRY = (HOME, "Asia/Makassar", "Asia/Jayapura")
NO_DAY = "?"
EVERY_WHOLE_NUMBER = ((pl.Float16, 2**11), (pl.Float32, 2**24))  # has a float of its own below
IDENTIFIERS = {Kind.DIGITS, Kind.REGION, Kind.CODE, Kind.TEXT, Kind.NAME}


def column_cells(column: pl.Series, *, kind: Kind, is_instant: bool) -> tuple[pl.Series, pl.Series | None]:
    """Texts of a column and, where it is not of text, the kinds of its cells.

    kind: of the field that the column is; whole numbers that identify something are text, since none of their digits is
    lost. is_instant: its times are kept without a zone, but are instants in UTC (INT96 of Spark).
    """
    dtype = column.dtype
    if dtype.is_float():
        return _floats(column)
    if isinstance(dtype, pl.Date | pl.Datetime):
        days = _days(column, dtype, is_instant=is_instant) if isinstance(dtype, pl.Datetime) else _dates(column)
        return _with_no_day(column, days), _kinds(column, CellKind.DATE)
    if dtype == pl.Boolean:
        flags = pl.when(pl.col(column.name)).then(pl.lit("TRUE")).otherwise(pl.lit("FALSE"))
        return _select(column, flags).set(column.is_null(), None), _kinds(column, CellKind.BOOLEAN)
    text = column.cast(pl.String)
    if dtype.is_decimal():
        shortest = text.str.replace(r"\.?0+$", "").zip_with(text.str.contains(".", literal=True), text)
        is_whole = not shortest.str.contains(".", literal=True).any()
        return shortest, None if is_whole and kind in IDENTIFIERS else _kinds(column, CellKind.NUMBER)
    is_number = dtype.is_integer() and kind not in IDENTIFIERS
    return text, _kinds(column, CellKind.NUMBER) if is_number else None


def _dates(column: pl.Series) -> pl.Series:
    days = column.cast(pl.Int32).is_between(*CALENDAR)
    return _select(column.set(~days, None), pl.col(column.name).dt.strftime("%Y-%m-%d"))


def _floats(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Shortest texts of floats; none for what is no number, as pandas writes for an empty cell.

    Of short floats only numbers are believed below which every whole one has a value of its own: a card number or a day
    such as 20251231 beyond it is that of another one.
    """
    filled = column.fill_nan(None)
    most = next((number for dtype, number in EVERY_WHOLE_NUMBER if column.dtype == dtype), None)
    distinct = filled.unique().drop_nulls()
    texts = [_plain(text) for text in distinct.cast(pl.String)]
    text = filled.replace_strict(distinct, pl.Series(texts, dtype=pl.String), default=None, return_dtype=pl.String)
    is_error = text.is_in(["inf", "-inf"]).fill_null(value=False)
    if most is not None:
        is_error = is_error | (filled.abs() >= most).fill_null(value=False)
    kinds = _kinds(column, CellKind.NUMBER)
    return text, kinds.zip_with(~is_error, _kinds(column, CellKind.ERROR))


def _plain(text: str) -> str:
    """A number without an exponent or zeros that say nothing."""
    if text.endswith("inf"):
        return text
    plain = format(Decimal(text), "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def _days(column: pl.Series, dtype: pl.Datetime, *, is_instant: bool) -> pl.Series:
    """Days of a column of times; what is no midnight keeps its time, of Jakarta where it is an instant."""
    a_day = TICKS_A_DAY[dtype.time_unit]
    first, last = (max(-MOST_TICKS, min(MOST_TICKS, days * a_day)) for days in CALENDAR)
    ticks = column.to_physical()
    times = column.set(~ticks.is_between(first, last).fill_null(value=False), None)
    if dtype.time_zone is None and not is_instant:
        return _written(times)
    instants = times.dt.replace_time_zone("UTC") if dtype.time_zone is None else times.dt.convert_time_zone("UTC")
    declared = (dtype.time_zone,) if dtype.time_zone else ()
    zones = list(dict.fromkeys((*declared, "UTC", *COUNTRY)))
    local = [instants.dt.convert_time_zone(zone).dt.replace_time_zone(None) for zone in zones]
    midnights = [(one == one.dt.truncate("1d")).fill_null(value=False) for one in local]
    # one zone for all if there is one, else for each instant the first zone in which it is midnight
    whole = next((at for at, found in enumerate(midnights) if (found | times.is_null()).all()), None)
    if whole is not None:
        return _written(local[whole])
    otherwise = times if is_instant else local[zones.index(HOME)]
    for one, found in reversed(list(zip(local, midnights, strict=True))):
        otherwise = one.zip_with(found, otherwise)
    return _written(otherwise)


def _written(times: pl.Series) -> pl.Series:
    """`YYYY-MM-DD`, with the time of day where there is one."""
    day, time = times.dt.strftime("%Y-%m-%d"), times.dt.strftime("%Y-%m-%d %H:%M:%S%.f")
    return day.zip_with((times == times.dt.truncate("1d")).fill_null(value=True), time)


def _with_no_day(column: pl.Series, text: pl.Series) -> pl.Series:
    """Days that no calendar has are cells that cannot be read, not empty ones."""
    lost = (column.is_not_null() & text.is_null()).arg_true()
    return text.scatter(lost, NO_DAY) if lost.len() else text


def _select(column: pl.Series, expression: pl.Expr) -> pl.Series:
    return column.to_frame().select(expression.alias(column.name)).to_series()


def _kinds(column: pl.Series, kind: CellKind) -> pl.Series:
    return pl.repeat(int(kind), column.len(), dtype=KIND, eager=True)
