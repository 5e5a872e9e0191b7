"""Read columns of amounts and counts: dots and commas mean what the whole column says they mean."""

import re
from typing import Any

import polars as pl

from expectations.contracts.schema import Field, Kind
from tasks.read.cells.fallbacks import where
from tasks.read.cells.reading import AMOUNT_SEPARATORS_UNCLEAR, TARGET_AS_SHARE, Doubt

AMOUNT = pl.Decimal(38, 4)
SIGNS = {  # of each unit: before and behind a number; those of another unit make it another number
    "people": ("", "orang|jiwa|pekerja|peserta"),
    "IDR": (r"rp\.?|idr", r"rp\.?|idr|rupiah"),
    "percent": ("%", "%|persen"),
}
LARGEST = {Kind.INTEGER: 10**9, Kind.AMOUNT: 10**15}  # more people, or rupiah, than there are: two numbers in one cell
PERCENT = r"(?i)^\s*%|(?:%|persen)\s*$"
DUST = 1e-6  # of a whole number that was computed in floats
TRAILING = r"[.,](?:[-–—]+|=)$"  # Rp 2.500.000,- and Rp 2.500.000,=
SPACED = r"^[-+]?[0-9]{1,3}(?:[\s_'’][0-9]{3})+(?:[.,][0-9]+)?$"
BOTH_DOT = r"^[-+]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+$"  # 1.234,5: dots are thousands
BOTH_COMMA = r"^[-+]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+$"
MANY_DOT = r"^[-+]?[0-9]{1,3}(?:\.[0-9]{3}){2,}$"
MANY_COMMA = r"^[-+]?[0-9]{1,3}(?:,[0-9]{3}){2,}$"
ONE_DOT = r"^[-+]?[1-9][0-9]{0,2}\.[0-9]{3}$"  # 1.234: thousands or decimals
ONE_COMMA = r"^[-+]?[1-9][0-9]{0,2},[0-9]{3}$"
DECIMAL_DOT = r"^[-+]?[0-9]{1,30}\.[0-9]+$"
DECIMAL_COMMA = r"^[-+]?[0-9]{1,30},[0-9]+$"
PLAIN = r"^[-+]?[0-9]{1,30}$"
THOUSANDS = ("dot-thousands", "comma-thousands")
LARGEST_SHARE = 1.5  # targets in percent are above it, shares are below
MOSTLY = 0.05  # of the texts may be undecided before the whole column is


def read_numbers(
    texts: pl.Series, *, field: Field, forced: str | None = None
) -> tuple[pl.Series, dict[str, Any], Doubt | None]:
    """The number of each text of a column, null where it cannot be read; what was understood, what is in doubt.

    A percentage never has thousands, so 32,150 and 43.920 have decimals. Of rupiah and people 1.234 is thousands unless
    the column shows decimals, 98765.000 or 12.50, or the other sign as thousands: then such cells are unreadable. Where
    most cells are like 98765.000 every cell has three decimals.
    """
    plain = _without_signs(texts, unit=_unit(field))
    shapes = _shapes(plain)
    dots, commas, doubtful, reading = _decide(shapes, field=field, forced=forced)
    frame = shapes.with_columns(
        plain=pl.when(pl.col("shape") == "one-dot").then(_pointed(dots, ".")).otherwise(
            pl.when(pl.col("shape") == "one-comma").then(_pointed(commas, ",")).otherwise(_written())
        )
    )  # fmt: skip
    values = as_number(frame["plain"], kind=field.kind)
    doubt = None
    if doubtful.any() and doubtful.sum() > MOSTLY * max(1, texts.len() - texts.null_count()):
        proofs = {"?": texts.filter(doubtful), **_proofs(shapes, texts)}
        doubt = Doubt(code=AMOUNT_SEPARATORS_UNCLEAR, proofs=proofs)
    return values, {"reading": reading} if reading else {}, doubt


def as_number(plain: pl.Series, *, kind: Kind) -> pl.Series:
    """Numbers with a decimal point as the values of a column; null where they are none, or beyond `LARGEST`."""
    numbers = _whole(plain) if kind is Kind.INTEGER else plain.cast(AMOUNT, strict=False)
    return where(numbers.abs() <= LARGEST[kind], numbers).alias(plain.name)


def _whole(plain: pl.Series) -> pl.Series:
    whole = plain.str.replace(r"\.0*$", "").cast(pl.Int64, strict=False)
    left = (whole.is_null() & plain.str.contains(".", literal=True)).fill_null(value=False).arg_true()
    if left.is_empty():
        return whole
    numbers = plain.gather(left).cast(pl.Float64, strict=False)
    near = where((numbers - numbers.round()).abs() < DUST, numbers.round())
    return whole.scatter(left, near.cast(pl.Int64, strict=False))


def are_shares(values: pl.Series, *, field: Field, forced: str | None) -> bool:
    """Whether a column of percentages, but for cells that say `%`, holds nothing above 1.5: then it may hold shares."""
    if field.unit != "percent" or forced == "percent":
        return False
    largest = values.max()
    return largest is not None and 0 < float(largest) <= LARGEST_SHARE  # type: ignore[arg-type]


def among_percentages(values: pl.Series, signed: pl.Series, *, field: Field, forced: str | None) -> pl.Series:
    """Cells of at most 1.5 among percentages above it: each may be a share, unless it is `signed` as per cent."""
    if field.unit != "percent" or forced == "percent":
        return signed & False
    return ((values > 0) & (values <= LARGEST_SHARE)).fill_null(value=False) & ~signed


def shares_doubt(texts: pl.Series) -> Doubt:
    """That the cells of a column may be shares."""
    return Doubt(code=TARGET_AS_SHARE, proofs={"<= 1.5": texts})


def says_percent(texts: pl.Series) -> pl.Series:
    """Cells with a sign or a word for per cent."""
    return texts.str.contains(PERCENT).fill_null(value=False)


def _unit(field: Field) -> str:
    """`people`, `IDR` (also of IDR/month) or `percent`; amounts are rupiah where nothing is said."""
    return (field.unit or ("IDR" if field.kind is Kind.AMOUNT else "")).partition("/")[0]


def _without_signs(texts: pl.Series, *, unit: str) -> pl.Series:
    """Without the signs and words of the column's unit, spaces between groups and the dash for no cents."""
    if not texts.str.contains(r"[^0-9.,\-+]|[.,][-=]").any():
        return texts
    bare = texts
    before, behind = SIGNS.get(unit, ("", ""))
    if before:
        bare = bare.str.replace(rf"(?i)^([-+]?)\s*(?:{before})", "${1}")
    if behind:
        bare = bare.str.replace(rf"(?i)\s*(?:{behind})\s*$", "")
    bare = bare.str.strip_chars(" \t\u00a0'’`")
    bare = bare.str.replace(TRAILING, "").str.replace(r"^([-+])\s+", "${1}")
    spaced = bare.str.contains(SPACED)
    return bare.str.replace_all(r"[\s_'’]", "").zip_with(spaced, bare)


SHAPES = (
    ("plain", PLAIN),
    ("both-dot", BOTH_DOT), ("both-comma", BOTH_COMMA), ("many-dot", MANY_DOT), ("many-comma", MANY_COMMA),
    ("one-dot", ONE_DOT), ("one-comma", ONE_COMMA), ("decimal-dot", DECIMAL_DOT), ("decimal-comma", DECIMAL_COMMA),
)  # fmt: skip


def _shapes(plain: pl.Series) -> pl.DataFrame:
    """`text` and its `shape` (which sign can be what; null for what is no number)."""
    text = pl.col("text")
    shape = pl.coalesce(pl.when(text.str.contains(pattern)).then(pl.lit(name)) for name, pattern in SHAPES)
    return plain.alias("text").to_frame().with_columns(shape=shape)


def _decide(
    shapes: pl.DataFrame, *, field: Field, forced: str | None
) -> tuple[bool | None, bool | None, pl.Series, str | None]:
    """Whether a single dot and a single comma before three digits part thousands (None = undecided), which cells are
    then undecided, and what the reading is called."""
    found = set(shapes["shape"].drop_nulls().unique())
    by_dot = bool({"both-dot", "many-dot", "decimal-comma"} & found)
    by_comma = bool({"both-comma", "many-comma", "decimal-dot"} & found)
    nothing = pl.repeat(value=False, n=shapes.height, eager=True)
    if forced in THOUSANDS:
        return forced == THOUSANDS[0], forced == THOUSANDS[1], nothing, forced
    if field.unit == "percent":
        return False, False, nothing, "decimals"
    if field.kind is Kind.INTEGER:  # counts have no decimals: either sign parts thousands, until the column shows some
        against_dot, against_comma = "decimal-dot" in found, "decimal-comma" in found
    else:
        against_dot, against_comma = by_comma, by_dot
    for sign, against in ((".", against_dot), (",", against_comma)):
        if against and _has_three_decimals(shapes, sign):
            return (False, True, nothing, "decimal-dot") if sign == "." else (True, False, nothing, "decimal-comma")
    undecided = shapes.select(
        undecided=((pl.col("shape") == "one-dot") & against_dot) | ((pl.col("shape") == "one-comma") & against_comma)
    )["undecided"].fill_null(value=False)
    return (None if against_dot else True), (None if against_comma else True), undecided, _reading(found)


def _has_three_decimals(shapes: pl.DataFrame, sign: str) -> bool:
    """Whether this sign alone stands before the last three digits of all cells, and few could be thousands."""
    shown, open_ = ("decimal-dot", "one-dot") if sign == "." else ("decimal-comma", "one-comma")
    filled = shapes.filter(pl.col("shape") != "plain")
    three = filled["text"].str.contains(rf"{re.escape(sign)}[0-9]{{3}}$")
    texts = filled.group_by("shape").agg(pl.col("text").n_unique())
    counted = dict(texts.iter_rows())
    return bool(three.all()) and counted.keys() <= {shown, open_} and counted[shown] >= counted.get(open_, 0)


def _reading(found: set[str]) -> str | None:
    sides = ({"one-dot", "many-dot", "both-dot"}, {"one-comma", "many-comma", "both-comma"})
    parted = [bool(side & found) for side in sides]
    if any(parted):
        return "mixed" if all(parted) else THOUSANDS[parted.index(True)]
    return next((name for name in ("decimal-comma", "decimal-dot", "plain") if name in found), None)


def _pointed(thousands: bool | None, sign: str) -> pl.Expr:
    if thousands is None:
        return pl.lit(None, pl.String)
    text = pl.col("text")
    return text.str.replace_all(sign, "", literal=True) if thousands else text.str.replace(sign, ".", literal=True)


def _written() -> pl.Expr:
    """Text with a decimal point alone, of shapes that can be read in one way."""
    text, shape = pl.col("text"), pl.col("shape")
    no_dots, no_commas = text.str.replace_all(".", "", literal=True), text.str.replace_all(",", "", literal=True)
    return (
        pl.when(shape.is_in(["plain", "decimal-dot"])).then(text)
        .when(shape.is_in(["both-dot", "many-dot", "decimal-comma"])).then(no_dots.str.replace(",", ".", literal=True))
        .when(shape.is_in(["both-comma", "many-comma"])).then(no_commas)
    )  # fmt: skip


def _proofs(shapes: pl.DataFrame, texts: pl.Series) -> dict[str, pl.Series]:
    sides = (
        (THOUSANDS[0], ["both-dot", "many-dot", "decimal-comma"]),
        (THOUSANDS[1], ["both-comma", "many-comma", "decimal-dot"]),
    )
    found = {name: texts.filter(shapes["shape"].is_in(kinds).fill_null(value=False)) for name, kinds in sides}
    return {name: cells for name, cells in found.items() if cells.len()}
