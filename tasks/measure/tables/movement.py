"""Movement of people against earlier dates, and what new people add to coverage, by funder and category."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from tasks.measure.counting.transitions import OUTCOMES
from tasks.measure.inputs.comparison_dates import cohort_days, comparison_days
from tasks.measure.inputs.denominators import TOTAL, Denominators, eligible_total
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.segment_scope import counts_in_scope
from tasks.measure.tables.grounds import GROUNDS
from tasks.measure.tables.grounds import KEY as PLACE
from tasks.measure.tables.shared.rates import rate, rate_change
from tasks.measure.tables.shared.roll_up import in_every_region, roll_up
from tasks.measure.tables.shared.to_schema import to_schema
from warehouse.dimensions.closed_lists import BASES, COMPARISONS, NIK_BASES, SINCE
from warehouse.dimensions.regions import Regions
from warehouse.figures.flags import Flag, flags_where
from warehouse.figures.tables.change import COHORT, MOVEMENT

Comparison = pl.Enum((*COMPARISONS, SINCE))
ON = ["basis", "level", "region_code"]


@dataclass(frozen=True, eq=False, kw_only=True)
class ComparisonDate:
    """One comparison date: people of that day [`past.THEN`], heads [`profiles.profile_schema`], denominators.

    grounds: what the comparison with it rests on [`grounds.compare_grounds`].
    """

    people: pl.DataFrame
    heads: pl.DataFrame
    denominators: Denominators
    grounds: pl.DataFrame

    def counted_heads(self, *, rules: CountRules) -> pl.DataFrame:
        """Heads that counted then, on the bases by NIK and in the nation alone."""
        elsewhere = [basis for basis in BASES if basis not in NIK_BASES]
        return self.heads.filter(counts_in_scope("active", rules=rules), ~pl.col("basis").is_in(elsewhere))


def movement_table(
    now: pl.DataFrame,
    changes: pl.DataFrame,
    *,
    then: Mapping[date, ComparisonDate],
    as_of: date,
    denominators: Denominators,
    regions: Regions,
    rules: CountRules,
    history_from: date | None,
) -> pl.DataFrame:
    """`ucj_movement`: every region on both bases of the NIK, for each comparison date of which something is known.

    `now`: as `Totals.coverage`. `changes`: the counts of all ranges [`transitions.transition_schema`].
    `history_from`: the date of the first position.
    """
    active_now = now.select(
        pl.col("basis").cast(pl.String),
        "region_code",
        unlinked_now="active_unlinked",
        active_now=pl.col("active") - pl.col("active_unlinked"),
    )
    frames = [
        _against(one, changes.filter(day=day), regions=regions, rules=rules)
        .with_columns(pl.lit(name, dtype=Comparison).alias("comparison"), pl.lit(day).alias("compared_with"))
        .join(_eligible(denominators, one.denominators), on="region_code", how="left")
        .with_columns(pl.col("basis").cast(pl.String))
        .join(one.grounds, on=PLACE, how="left")
        for name, day in comparison_days(as_of).items()
        if (one := then.get(day)) is not None
    ]
    if not frames:
        return MOVEMENT.empty()
    rows = pl.concat(frames).join(active_now, on=["basis", "region_code"])
    came, left = pl.col("new") + pl.col("returned"), pl.col("lapsed") + pl.col("ended") + pl.col("gone")
    rows = rows.with_columns(
        net=came - left,
        with_heads=pl.col("active_now") + pl.col("unlinked_now"),
        with_heads_then=pl.col("active_then") + pl.col("unlinked_then"),
    ).with_columns(
        coverage_then_pct=rate("with_heads_then", "eligible_then"),
        change_points=rate_change(("with_heads", "eligible"), ("with_heads_then", "eligible_then")),
    )
    rows = _told(rows, as_of=as_of, history_from=history_from).with_columns(
        pl.when(~pl.col(Flag.BRANCH_WITHOUT_THEN)).then("change_points").alias("change_points"),
        pl.when(_new_is_known()).then("new").alias("new"),
    )
    return to_schema(rows, table=MOVEMENT, as_of=as_of)


def cohort_table(
    changes: pl.DataFrame,
    *,
    days: Mapping[date, ComparisonDate],
    since: Collection[date],
    as_of: date,
    denominators: Denominators,
    history_from: date | None,
) -> pl.DataFrame:
    """`ucj_cohort`: who is new since each comparison date, by funder and category, and what they are in points.

    `since`: the months of setting `cohort_since`. Numbers are empty where those of new people are in `movement_table`,
    but a cohort that was asked for has numbers also where the history is short.
    """
    new = changes.filter(pl.col("outcome") == "new").drop("outcome").rename({"people": "active"})
    summed = roll_up(new, key=["day", "funder", "category"], bases=NIK_BASES).filter(pl.col("active") > 0)
    names = pl.DataFrame(
        [(name, day) for name, day in cohort_days(as_of, since=since) if day in days],
        schema={"comparison": Comparison, "day": pl.Date},
        orient="row",
    )
    if not days:
        return COHORT.empty()
    grounds = pl.concat(one.grounds.with_columns(pl.lit(day).alias("day")) for day, one in days.items())
    rows = (
        summed.join(names, on="day")
        .join(eligible_total(denominators), on="region_code", how="left")
        .with_columns(pl.col("basis").cast(pl.String), compared_with="day", since=pl.col("day").dt.offset_by("1d"))
        .join(grounds, on=[*PLACE, "day"], how="left")
    )
    rows = (
        _told(rows, as_of=as_of, history_from=history_from)
        .with_columns(pl.when(_new_is_known(asked=pl.col("comparison") == SINCE)).then("active").alias("active"))
        .with_columns(share_points=rate("active", "eligible"))
    )
    return to_schema(rows, table=COHORT, as_of=as_of)


def _told(rows: pl.DataFrame, *, as_of: date, history_from: date | None) -> pl.DataFrame:
    """`rows` with `history_from` and `flags`, from their columns of `GROUNDS` and of `eligible_changed`."""
    short = history_from is None or history_from > comparison_days(as_of)["year_ago"]
    rows = rows.with_columns(
        pl.lit(short).alias(Flag.HISTORY_SHORT), pl.lit(history_from, dtype=pl.Date).alias("history_from")
    )
    told = [*GROUNDS, Flag.HISTORY_SHORT, Flag.ELIGIBLE_CHANGED]
    return rows.with_columns(flags=flags_where({flag: pl.col(flag) for flag in told if flag in rows.columns}))


def _new_is_known(*, asked: pl.Expr | None = None) -> pl.Expr:
    """Whether who has no earlier position in our history has none because he is new.

    asked: rows that somebody asked for by their date, for whom a short history is told and nothing more.
    """
    short = pl.col(Flag.HISTORY_SHORT)
    return ~(pl.col(Flag.BRANCH_WITHOUT_THEN) | (short if asked is None else short & ~asked))


def _against(then: ComparisonDate, changes: pl.DataFrame, *, regions: Regions, rules: CountRules) -> pl.DataFrame:
    """Counts at a comparison date for every region on both NIK bases: people then, heads then, and what became of
    people."""
    keyed = ["basis", "region_code"]
    sums = [
        then.people.select(*keyed, active_then="people"),
        then.counted_heads(rules=rules).select(pl.col(keyed).cast(pl.String), unlinked_then="people"),
        *(changes.filter(outcome=name).select(*keyed, pl.col("people").alias(name)) for name in OUTCOMES),
        changes.filter("older").select(*keyed, left_on_older_positions="people"),
    ]
    return in_every_region(roll_up(pl.concat(sums, how="diagonal"), bases=NIK_BASES), regions=regions, bases=NIK_BASES)


def _eligible(now: Denominators, then: Denominators) -> pl.DataFrame:
    """The denominators of both dates [region_code, eligible?, eligible_then?, eligible_changed]."""
    rows = []
    for region in {region for region, _ in [*now, *then]}:
        one, other = now.get((region, TOTAL)), then.get((region, TOTAL))
        changed = one is not None and other is not None and (one.year, one.version) != (other.year, other.version)
        rows.append(
            {
                "region_code": region,
                "eligible": one.eligible if one else None,
                "eligible_then": other.eligible if other else None,
                "eligible_changed": changed,
            }
        )
    schema: dict[str, type[pl.DataType]] = {"region_code": pl.String, "eligible": pl.Int64, "eligible_then": pl.Int64}
    schema |= {Flag.ELIGIBLE_CHANGED.value: pl.Boolean}
    return pl.DataFrame(rows, schema=schema)
