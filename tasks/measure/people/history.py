"""Since when people have been counted, as far as the positions that we have tell.

Every position is judged at its own date, by its own rows: a registration that another branch had ended by then still
tells that its holder was counted. So the first date is the earliest of all positions, in whatever order they are read.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

import polars as pl

from tasks.measure.inputs.positions import Position, Read
from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.partitions import by_person
from tasks.measure.registrations.reading import read_rows
from tasks.measure.registrations.registrations import may_repeat
from tasks.measure.registrations.segment_scope import national_set, regional_set
from tasks.measure.registrations.segments import SegmentSet, holds_any, set_of_row
from tasks.measure.registrations.states import ACTIVE, registration_state

FIRST: dict[str, pl.DataType | type[pl.DataType]] = {"person_id": pl.UInt128, "regional": pl.Date, "national": pl.Date}
NOBODY = pl.DataFrame(schema=FIRST)


def first_counted(
    history: Iterable[Position], *, read: Read, rules: CountRules, known: pl.DataFrame = NOBODY
) -> pl.DataFrame:
    """The dates of the first positions that count a person in his region and in the nation [`FIRST`], by person.

    `known`: what other positions told already. Who is in none is left out.
    """
    for day, positions in groupby(sorted(history, key=_day), key=_day):  # one date at a time is in memory
        known = _earliest(known, _counted_on(day, list(positions), read=read, rules=rules))
    return known


def _counted_on(day: date, positions: Sequence[Position], *, read: Read, rules: CountRules) -> pl.DataFrame:
    active = registration_state(as_of=day, rules=rules).is_in(ACTIVE)
    person = pl.col("person_id").bin.reinterpret(dtype=pl.UInt128, endianness="big")
    rows = read_rows(
        positions,
        lambda _, position: read(position).filter(active, pl.col("person_id").is_not_null()),
        person,
        set_of_row(rules).alias("segments"),
    ).rechunk()
    repeated = may_repeat(rows["person_id"])
    merged = rows.filter(repeated).group_by("person_id").agg(pl.col("segments").bitwise_or())
    dates = {"regional": regional_set(rules), "national": national_set(rules)}
    return by_person(
        pl.concat([rows.filter(~repeated), merged.cast({"segments": SegmentSet})]).select(
            "person_id",
            *(
                pl.when(holds_any("segments", segments)).then(pl.lit(day)).alias(name)
                for name, segments in dates.items()
            ),
        )
    )


def _earliest(known: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """The earlier date of each person; all are sorted by person, which makes each join one pass over both."""
    if known.is_empty():
        return others
    both = known.join(others, on="person_id", how="left").select(
        "person_id", *(_earlier(name, f"{name}_right").alias(name) for name in ("regional", "national"))
    )
    new = others.join(known.select("person_id", known=True), on="person_id", how="left").filter(
        pl.col("known").is_null()
    )
    return by_person(pl.concat([both, new.drop("known")]))


def _earlier(one: str, other: str) -> pl.Expr:
    """The earlier of two dates, or the one that is known (`min_horizontal` of constant columns loses their length)."""
    keep = (pl.col(one) <= pl.col(other)) | pl.col(other).is_null()
    return pl.when(keep).then(one).otherwise(other)


def _day(position: Position) -> date:
    return position.position_date
