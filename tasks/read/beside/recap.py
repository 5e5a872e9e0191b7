"""What a JUMLAH or TOTAL row says of the columns above it, and what they sum to."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from expectations.contracts.schema import Feed, Field, Kind

SUMMED = {Kind.INTEGER, Kind.AMOUNT}
PLAIN = r"^[0-9]+(\.[0-9]+)?$"
DOTTED = r"^[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?$"
WITH_COMMAS = r"^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"
WITHIN = 1.0  # of a total that was rounded
LEVELS = "region"  # a file may hold the nation, its provinces and their regencies: each level has a sum of its own


def said_totals(totals: pl.DataFrame, *, feed: Feed) -> list[dict[str, float]]:
    """Of each total row (cells as text, by field name) the numbers in columns that can be summed, by field name.

    A percentage has no sum, and what is not clearly one number is left out.
    """
    fields = [field.name for field in feed.fields if is_summed(field) and field.name in totals.columns]
    numbers = totals.select(_number(name) for name in fields)
    rows = ({name: number for name, number in row.items() if number is not None} for row in numbers.to_dicts())
    return [row for row in rows if row]


def recap_facts(
    totals: Sequence[Mapping[str, float]], frame: pl.DataFrame, *, feed: Feed
) -> dict[str, dict[str, float]]:
    """Header -> `said` by the total rows and `found` in the column, wherever these differ.

    Several total rows may be one for each part and one for all: what one of them says, or all together, is enough. A
    column with cells that could not be read has no sum.
    """
    facts = {}
    for field in feed.fields:
        said = [row[field.name] for row in totals if field.name in row]
        if not said or frame[field.unreadable].any():
            continue
        found = [float(part[field.name].cast(pl.Float64).sum()) for part in _parts(frame)]
        if not any(abs(one - sum_) <= WITHIN for one in (*said, sum(said)) for sum_ in found):
            facts[field.header] = {"said": said[-1], "found": found[0]}
    return facts


def is_summed(field: Field) -> bool:
    """Whether a column holds amounts or numbers of people."""
    return field.kept and field.kind in SUMMED and field.unit != "percent" and field.name != "year"


def _number(name: str) -> pl.Expr:
    text = pl.col(name).str.replace_all(r"(?i)rp\.?|idr|[\s\x{A0}]|,-$", "")
    dotted = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return (
        pl.when(text.str.contains(DOTTED))
        .then(dotted)
        .when(text.str.contains(WITH_COMMAS))
        .then(text.str.replace_all(",", "", literal=True))
        .when(text.str.contains(PLAIN))
        .then(text)
        .cast(pl.Float64, strict=False)
        .alias(name)
    )


def _parts(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows that a total may be about: all, those of one level of regions, of these the ones for all segments."""
    yield frame
    wholes = [frame, frame.filter(pl.col("segment") == "TOTAL")] if "segment" in frame.columns else [frame]
    if LEVELS in frame.columns:
        for whole in wholes:
            yield from _by_level(whole)


def _by_level(frame: pl.DataFrame) -> list[pl.DataFrame]:
    level = frame[LEVELS].str.len_chars()
    return [frame, *(frame.filter(level == length) for length in level.drop_nulls().unique().to_list())]
