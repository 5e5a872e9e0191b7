"""What the text of a day can mean: its parts, and the day under each order that the parts may stand in."""

from datetime import date

import polars as pl

from expectations.contracts.month_names import english_months

ORDERS = ("day-first", "month-first", "year-first")
SEP = r"\s*[/.\-\s_,\\|]\s*"
NUMERIC = rf"^([0-9]{{1,2}}){SEP}([0-9]{{1,2}}){SEP}([0-9]{{4}}|[0-9]{{2}})$"
YEAR_FIRST = rf"^([0-9]{{4}}){SEP}([0-9]{{1,2}}){SEP}([0-9]{{1,2}})$"
NAME = r"([A-Z]{3}|X?I{1,3}|IV|VI{0,3}|IX|X)"
GLUED = r"^[0-9]{1,2}[IVX]{1,4}[0-9]"  # Roman months stand between signs
JOIN = r"[\s/.\-,'’]*"
DAY_NAME = rf"^([0-9]{{1,2}}){JOIN}{NAME}{JOIN}([0-9]{{4}}|[0-9]{{2}})$"
NAME_DAY = rf"^([A-Z]{{3}}){JOIN}([0-9]{{1,2}})[\s/.\-,]+([0-9]{{4}})$"
YEAR_NAME = rf"^([0-9]{{4}}){JOIN}{NAME}{JOIN}([0-9]{{1,2}})$"
COMPACT = r"^[0-9]{7,8}$"
SERIAL = r"^([0-9]{5})(?:\.[0-9]+)?$"  # days since the turn of the year 1900, as Excel counts
POINT_ZERO = r"^([0-9]{5,8})[.,]0+$"
SERIAL_ZERO = (date(1899, 12, 30) - date(1970, 1, 1)).days
WEEKDAY = (
    r"^(?:SEN(?:IN)?|SEL(?:ASA)?|RAB(?:U)?|KAM(?:IS)?|JUM(?:['’]?AT)?|SAB(?:TU)?|MIN(?:GGU)?|AHAD|"
    r"(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]{0,6})\b[.,]?\s+"
)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
MONTH_OF = {**{name: n for n, name in enumerate(MONTHS, 1)}, **{name: n for n, name in enumerate(ROMAN, 1)}}


def upper_text(texts: pl.Series) -> pl.Series:
    """Capitals, with English three-letter months and without the weekday; `202512.0`, a number once, is 202512."""
    if texts.str.contains(POINT_ZERO).any():
        texts = texts.str.replace(POINT_ZERO, "${1}")
    if not texts.str.contains(r"\p{L}").any():
        return texts
    return english_months(texts).str.replace(WEEKDAY, "")


def possible_days(texts: pl.Series, *, century: int) -> pl.DataFrame:
    """Columns `day-first`, `month-first`, `year-first` (Date, null = impossible), and `shape`.

    shape: `named`, `year-first`, `numeric`, `short`, `compact` or `serial`; null = no day. All but `numeric` and
    `short` can be read in one way, which stands in all three columns. century: the latest year of two digits.
    """
    frame = texts.alias("text").to_frame()
    numeric = _parts(frame, NUMERIC)
    found = _days(numeric, century=century)
    left = (found["shape"].is_null() & texts.is_not_null()).arg_true()
    if left.is_empty():
        return found
    others = _others(texts.gather(left), century=century)
    return pl.DataFrame([found[name].scatter(left, others[name]) for name in found.columns])


def _days(parts: pl.DataFrame, *, century: int) -> pl.DataFrame:
    """Numbers between signs: the year last, or any order where it has two digits."""
    a, b, c = (pl.col(name) for name in "123")
    long = c.str.len_bytes() == 4
    year = pl.when(long).then(c.cast(pl.Int32)).otherwise(_full_year(c, century))
    return parts.select(
        day(year, b, a).alias("day-first"),
        day(year, a, b).alias("month-first"),
        pl.when(~long).then(day(_full_year(a, century), b, c)).alias("year-first"),
        shape=pl.when(long).then(pl.lit("numeric")).when(c.is_not_null()).then(pl.lit("short")),
    )


def _others(texts: pl.Series, *, century: int) -> pl.DataFrame:
    frame = texts.alias("text").to_frame()
    parted = frame.select(pl.when(~pl.col("text").str.contains(GLUED)).then("text"))
    years, names = _parts(frame, YEAR_FIRST), _parts(parted, DAY_NAME)
    turned, reverse = _parts(frame, NAME_DAY), _parts(frame, YEAR_NAME)
    ways = (
        years.select(one=day(pl.col("1"), pl.col("2"), pl.col("3"))),
        names.select(two=day(_full_year(pl.col("3"), century), month_number(pl.col("2")), pl.col("1"))),
        turned.select(three=day(pl.col("3"), month_number(pl.col("1")), pl.col("2"))),
        reverse.select(four=day(pl.col("1"), month_number(pl.col("2")), pl.col("3"))),
    )
    found = frame.hstack([way.to_series() for way in ways])
    text = pl.col("text")
    eight = pl.when(text.str.contains(COMPACT)).then(text.str.zfill(8))
    written = day(eight.str.head(4), eight.str.slice(4, 2), eight.str.slice(6, 2))
    compact = pl.when(text.str.len_bytes() == 8).then(written)
    turned_compact = day(eight.str.slice(4, 4), eight.str.slice(2, 2), eight.str.head(2))
    serial = (text.str.extract(SERIAL, 1).cast(pl.Int32) + SERIAL_ZERO).cast(pl.Date)
    named = pl.coalesce("two", "three", "four")
    by_year = pl.when(compact.dt.year() >= FIRST_YEAR).then(compact)
    one = pl.coalesce("one", named, by_year, turned_compact, serial)
    shape = (
        pl.when(pl.col("one").is_not_null()).then(pl.lit("year-first"))
        .when(named.is_not_null()).then(pl.lit("named"))
        .when(pl.coalesce(by_year, turned_compact).is_not_null()).then(pl.lit("compact"))
        .when(serial.is_not_null()).then(pl.lit("serial"))
    )  # fmt: skip
    return found.select(*(one.alias(order) for order in ORDERS), shape=shape)


FIRST_YEAR = 1600  # compact days of earlier years are days whose year stands last


def _parts(frame: pl.DataFrame, pattern: str) -> pl.DataFrame:
    return frame.select(pl.col("text").str.extract_groups(pattern).alias("part")).unnest("part")


def day(year: pl.Expr, month: pl.Expr, number: pl.Expr) -> pl.Expr:
    """The day of three parts, texts or numbers; null where no calendar has it."""
    text = [part.cast(pl.Int32, strict=False).cast(pl.String) for part in (year, month, number)]
    joined = pl.concat_str(text[0].str.zfill(4), text[1].str.zfill(2), text[2].str.zfill(2), separator="-")
    return joined.str.to_date("%Y-%m-%d", strict=False)


def month_number(name: pl.Expr) -> pl.Expr:
    """1 to 12 of an English three-letter or Roman month; null for others."""
    return name.replace_strict(list(MONTH_OF), list(MONTH_OF.values()), default=None, return_dtype=pl.Int32)


def _full_year(text: pl.Expr, century: int) -> pl.Expr:
    """Four digits of a year; of two, the latest such year that is not after `century`."""
    number = text.cast(pl.Int32)
    short = number + pl.when(number + 2000 <= century).then(2000).otherwise(1900)
    return pl.when(text.str.len_bytes() == 4).then(number).otherwise(short)
