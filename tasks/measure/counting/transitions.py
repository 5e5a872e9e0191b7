"""Who came and who left between a comparison date and now, among the people of one range of regencies.

Both ends are counted under today's settings. *Left*: lapsed or ended, if a registration of his in a segment that counts
is in that state now, lapsed before ended; else gone. *Came*: returned, if he was counted on or before the comparison
date in any position that we have, as of the date of that position; else new.

Who left may have done so in the files only: a position that is carried forward ages, and the payments in it with it.
Who lapsed or ended and has no row in a younger position is counted as `older`.
"""

from collections.abc import Collection
from datetime import date, timedelta

import polars as pl

from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.partitions import by_person
from tasks.measure.people.past_people import active_column, categories_of
from tasks.measure.people.views import on_every_basis
from tasks.measure.registrations.segment_scope import NATION_ONLY, national_set, regional_set
from tasks.measure.registrations.segments import NO_SEGMENT, SegmentSet, holds_any, set_of_row
from warehouse.dimensions.closed_lists import NIK_BASES

LEFT_BY_STATE = ("lapsed", "ended")
OUTCOMES = ("new", "returned", "lapsed", "ended", "gone")
Outcome = pl.Enum(OUTCOMES)
OLDER = "_older"  # after the name of an outcome: whether it rests on older positions only


def transition_schema(rules: CountRules) -> pl.Schema:
    """The columns of what became of people."""
    texts = {"basis": pl.String(), "region_code": pl.String()}
    told = {"outcome": Outcome, "older": pl.Boolean(), "funder": rules.funder, "category": rules.category}
    return pl.Schema({"day": pl.Date(), **texts, **told, "people": pl.Int64()})


def count_transitions(
    now: pl.DataFrame, past: pl.DataFrame, *, inactive: pl.DataFrame, days: Collection[date], rules: CountRules
) -> pl.DataFrame:
    """People by what became of them since each comparison date, who is new also by funder and category
    [`transition_schema`].

    `now` [person_id, active, nik, nik_adjusted, funder, category]: people with an active registration. `past`: as
    `past.PastPeople`, `inactive`: as `inactive_segments`, now; both sorted by person, which makes each join one pass.
    """
    if not days:
        return pl.DataFrame(schema=transition_schema(rules))
    past = past.drop([categories_of(day) for day in days])
    changed = _changed_people(by_person(now), past, days=days, rules=rules)
    known = pl.concat(people.join(inactive, on="person_id", how="left") for people in changed)
    return pl.concat(_changes_since(day, known, rules=rules) for day in days)


def _changes_since(day: date, known: pl.DataFrame, *, rules: CountRules) -> pl.DataFrame:
    then, regional, national = active_column(day), regional_set(rules), national_set(rules)
    seen = {"region": (regional, "regional"), "nation": (national, "national")}
    people = (
        known.filter(_differs(day, rules=rules))
        .with_columns(
            transition_of(segments, then=then, first=first, day=day).alias(f"in_{place}")
            for place, (segments, first) in seen.items()
        )
        .select(
            *(*NIK_BASES, "funder", "category", "in_region", "in_nation"),
            *(_left_in_older(f"in_{place}", segments) for place, (segments, _) in seen.items()),
        )
    )
    otherwise = people.filter(
        pl.any_horizontal(pl.col(f"in_region{more}").ne_missing(pl.col(f"in_nation{more}")) for more in ("", OLDER))
    )
    counts = [
        on_every_basis(people, lambda some, basis: _counted(some, "in_region", region=basis), bases=NIK_BASES),
        _counted(otherwise, "in_nation").with_columns(basis=pl.lit(NATION_ONLY)),
        _counted(otherwise, "in_region").with_columns(-pl.col("people"), basis=pl.lit(NATION_ONLY)),
    ]
    return pl.concat(count.select(pl.lit(day).alias("day"), *list(transition_schema(rules))[1:]) for count in counts)


def _differs(day: date, *, rules: CountRules) -> pl.Expr:
    """Whether a person counts at one end only, in a region or in the nation."""
    return pl.any_horizontal(
        holds_any("active", segments) != holds_any(active_column(day), segments)
        for segments in (regional_set(rules), national_set(rules))
    )


def _changed_people(
    now: pl.DataFrame, past: pl.DataFrame, *, days: Collection[date], rules: CountRules
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People whose state differs from theirs on a comparison date: who has an active registration now, and others.

    Both have the columns of `now` and of `past` and are sorted by person.
    """
    then = [active_column(day) for day in days]
    differs = pl.any_horizontal(_differs(day, rules=rules) for day in days)
    here = now.join(past.drop(NIK_BASES), on="person_id", how="left").with_columns(pl.col(then).fill_null(0))
    left = (
        past.join(now.select("person_id", "active"), on="person_id", how="left")
        .filter(pl.col("active").is_null())
        .with_columns(
            pl.lit(0, dtype=SegmentSet).alias("active"),
            *(pl.lit(None, dtype=now.schema[name]).alias(name) for name in ("funder", "category")),
        )
    )
    return here.filter(differs), left.filter(differs).select(here.columns)


def inactive_segments(inactive: pl.DataFrame, *, as_of: date, rules: CountRules) -> pl.DataFrame:
    """The sets of segments in which people have a lapsed or an ended registration, or a recent one that does not count.

    [person_id, lapsed, ended, recent], sorted by person; recent: in a position that is not carried forward. `inactive`:
    as `Registrations.inactive`.
    """
    conditions = {state: pl.col("state") == state for state in LEFT_BY_STATE}
    conditions["recent"] = pl.col("position_date") >= as_of - timedelta(days=rules.max_age_days)
    held = inactive.select(
        "person_id",
        *(
            pl.when(condition).then(set_of_row(rules)).otherwise(NO_SEGMENT).alias(name)
            for name, condition in conditions.items()
        ),
    )
    return by_person(held).group_by("person_id", maintain_order=True).agg(pl.all().bitwise_or())


def transition_of(segments: int, *, then: str, first: str, day: date) -> pl.Expr:
    """What became of a person since a day where `segments` count; null where nothing changed."""
    now, before = holds_any("active", segments), holds_any(then, segments)

    def outcome(name: str) -> pl.Expr:
        return pl.lit(name, dtype=Outcome)

    return (
        pl.when(now == before)
        .then(None)
        .when(now & (pl.col(first) <= day))
        .then(outcome("returned"))
        .when(now)
        .then(outcome("new"))
        .when(holds_any(pl.col("lapsed").fill_null(0), segments))
        .then(outcome("lapsed"))
        .when(holds_any(pl.col("ended").fill_null(0), segments))
        .then(outcome("ended"))
        .otherwise(outcome("gone"))
    )


def _left_in_older(outcome: str, segments: int) -> pl.Expr:
    """Whether a person left by the state of his rows, and none of them is in a position that is recent."""
    recent = holds_any(pl.col("recent").fill_null(0), segments)
    return (pl.col(outcome).is_in(LEFT_BY_STATE).fill_null(False) & ~recent).alias(f"{outcome}{OLDER}")


def _counted(people: pl.DataFrame, outcome: str, *, region: str | None = None) -> pl.DataFrame:
    """People by what became of them [region_code?, outcome, older, funder?, category?, people]."""
    new = pl.col(outcome) == "new"
    return (
        people.filter(pl.col(outcome).is_not_null())
        .group_by(
            pl.col(outcome).alias("outcome"),
            pl.col(f"{outcome}{OLDER}").alias("older"),
            (pl.col(region) if region else pl.lit(None)).alias("region_code"),
            *(pl.when(new).then(name).alias(name) for name in ("funder", "category")),
        )
        .agg(people=pl.len().cast(pl.Int64))
        .with_columns(pl.col("region_code").cast(pl.String))
    )
