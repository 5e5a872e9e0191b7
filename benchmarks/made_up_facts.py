"""Every table of facts of an invented nation, counted from the same groups of people, so that all sums hold.

No row of people is made: 60 million take as little as 600,000. Only what protection reads is filled in.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from benchmarks.made_up_benefits import made_up_benefits
from benchmarks.made_up_people import (
    COMPARISONS,
    LEFT,
    PROGRAMMES,
    SEXES_AND_AGES,
    VULNERABLE,
    MadeUpPeople,
    make_people,
)
from tasks.measure.counting.expiry import MONTHS_AHEAD
from warehouse.dimensions.closed_lists import BASES, EVERY, NATION, NIK_BASES, NOT_KNOWN
from warehouse.dimensions.regions import DISTRICT, PROVINCE, REGENCY, load_regions
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import FACT_TABLE

AS_OF = date(2026, 10, 31)
COMPARED_WITH = {"previous_month": date(2026, 9, 30), "december": date(2025, 12, 31), "year_ago": date(2025, 10, 31)}
ECOSYSTEMS = ("NON_ASN", "PERANGKAT_DESA", "BPD", "RT_RW", "KADER", VULNERABLE, "PETUGAS_PEMILU")
CLAIMS_PER_PERSON = 0.07  # in the months of the table of benefits
PLACE = ["basis", "level", "region_code"]
PEOPLE = pl.col("people").sum().alias("active")


def made_up_facts(people: int) -> dict[str, pl.DataFrame]:
    """The facts of a nation of so many people, by table."""
    regions = load_regions()
    made = make_people(people, regions=regions)
    now = _everywhere(made.now)
    strict = pl.col("people").filter(pl.col("unpaid") == 0).sum().alias("active_strict")
    totals = now.group_by(PLACE).agg(PEOPLE, strict, active_unlinked=pl.col("heads").sum())
    second = now.filter(pl.col("both") > 0).with_columns(people="both", funder=pl.lit("CSR"))
    funded = pl.concat([now, second])
    found = {
        "ucj_coverage": totals,
        "ucj_segment": now.group_by(*PLACE, "segment").agg(PEOPLE),
        "ucj_programme": _long(now, {name: name for name in PROGRAMMES}, key="programme", by=[]),
        "ucj_funder": funded.group_by(*PLACE, "funder").agg(PEOPLE),
        "ucj_segment_funder": funded.group_by(*PLACE, "segment", "funder").agg(PEOPLE),
        "ucj_category": now.group_by(*PLACE, "category").agg(PEOPLE, strict),
        "ucj_sex_age": _sexes_and_ages(now.filter(basis=NIK_BASES[0])),
        "ucj_arrears": now.filter(pl.col("heads") == 0).group_by(*PLACE, unpaid_months="unpaid").agg(PEOPLE),
        "ucj_expiry": _expiry(now),
        "ucj_village": _villages(made, now),
        **_changes(now, _everywhere(made.left)),
        **made_up_benefits(int(people * CLAIMS_PER_PERSON), as_of=AS_OF, regencies=regions.regencies["code"].sort()),
    }
    return {name: _in_form(found.get(name, pl.DataFrame()), table=table) for name, table in FACT_TABLE.items()}


def _everywhere(groups: pl.DataFrame) -> pl.DataFrame:
    """Groups once for each place in which they count [basis, level, region_code, ...]."""
    placed = []
    for basis in BASES:
        placed.append(groups.with_columns(basis=pl.lit(basis), level=pl.lit("national"), region_code=pl.lit(NATION)))
        inside = groups.filter(pl.col("segment") != "PMI", pl.col(basis).is_not_null())
        for level, characters in (("province", PROVINCE), ("regency", REGENCY)):
            region = pl.col(basis).str.head(characters)
            placed.append(inside.with_columns(basis=pl.lit(basis), level=pl.lit(level), region_code=region))
    return pl.concat(placed).drop(BASES)


def _long(now: pl.DataFrame, columns: Mapping[str, object], *, key: str, by: Sequence[str]) -> pl.DataFrame:
    """Sums of some columns, one row for each; named by what they stand for."""
    sums = now.group_by(*PLACE, *by).agg(pl.col(name).sum() for name in columns)
    return pl.concat(
        sums.select(*PLACE, *by, pl.lit(value).alias(key), active=pl.col(name)) for name, value in columns.items()
    ).filter(pl.col("active") > 0)


def _sexes_and_ages(now: pl.DataFrame) -> pl.DataFrame:
    """Both, each of them and the construction heads of whom neither is known."""
    by_pair = _long(now, {name: name for name in SEXES_AND_AGES}, key="pair", by=[])
    heads = _long(now, {"heads": f"{NOT_KNOWN} {NOT_KNOWN}"}, key="pair", by=[])
    each = pl.concat([by_pair, heads]).with_columns(
        sex=pl.col("pair").str.split(" ").list.first(), age_group=pl.col("pair").str.split(" ").list.last()
    )
    every = pl.lit(EVERY)
    whole = [each, each.with_columns(age_group=every), each.with_columns(sex=every)]
    return pl.concat(whole).group_by(*PLACE, "sex", "age_group").agg(pl.col("active").sum())


def _expiry(now: pl.DataFrame) -> pl.DataFrame:
    months = {f"ahead {month}": _month_after(month) for month in range(1, MONTHS_AHEAD + 1)}
    return _long(now, months, key="expires_month", by=["funder"]).with_columns(payment=pl.lit("ahead"))


def _month_after(months: int) -> date:
    place = AS_OF.month - 1 + months
    return date(AS_OF.year + place // 12, place % 12 + 1, 1)


def _changes(now: pl.DataFrame, left: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Movement, cohorts and ecosystems, now and at the dates compared with."""
    movement, cohorts, ecosystems, trend = [], [], [], []
    of_ecosystems = pl.col("category").is_in(ECOSYSTEMS)
    active = now.filter(of_ecosystems).group_by(*PLACE, "category").agg(PEOPLE)
    trend.append(active.with_columns(series_date=pl.lit(AS_OF)))
    by_nik = pl.col("basis").is_in(NIK_BASES)
    for comparison in COMPARISONS:
        dated = {"comparison": pl.lit(comparison), "compared_with": pl.lit(COMPARED_WITH[comparison])}
        came = {name: pl.col(f"{name} {comparison}").sum() for name in ("new", "returned")}
        went = {name: pl.col(f"{name} {comparison}").sum() for name in LEFT}
        gone = left.group_by(PLACE).agg(**went)
        linked = {"active_now": (pl.col("people") - pl.col("heads")).sum()}
        parts = now.filter(by_nik).group_by(PLACE).agg(**linked, **came).join(gone, on=PLACE, how="left")
        net = pl.col("new") + pl.col("returned") - pl.sum_horizontal(*LEFT)
        movement.append(
            parts.with_columns(
                net=net, active_then=pl.col("active_now") - net, left_on_older_positions=pl.col("lapsed") // 9, **dated
            )
        )
        cohort = now.filter(by_nik).group_by(*PLACE, "funder", "category").agg(active=came["new"])
        since = pl.lit(COMPARED_WITH[comparison]).dt.offset_by("1d")
        cohorts.append(cohort.filter(pl.col("active") > 0).with_columns(since=since, **dated))
        stayed = pl.col("people").sum() - sum(came.values(), start=pl.lit(0))
        before = now.filter(of_ecosystems).group_by(*PLACE, "category").agg(stayed=stayed)
        more = left.group_by(*PLACE, "category").agg(more=sum(went.values(), start=pl.lit(0)))
        then = before.join(more, on=[*PLACE, "category"], how="left").select(
            *PLACE, "category", active_then=pl.col("stayed") + pl.col("more").fill_null(0)
        )
        told = active.join(then, on=[*PLACE, "category"], how="left").filter(by_nik)
        ecosystems.append(told.rename({"active": "active_now"}).with_columns(**dated))
        trend.append(then.rename({"active_then": "active"}).with_columns(series_date=dated["compared_with"]))
    return {
        "ucj_movement": pl.concat(movement),
        "ucj_cohort": pl.concat(cohorts),
        "ucj_ecosystem": active.with_columns(population=pl.col("active") * 2),
        "ucj_ecosystem_movement": pl.concat(ecosystems),
        "ucj_ecosystem_trend": pl.concat(trend),
    }


def _villages(made: MadeUpPeople, now: pl.DataFrame) -> pl.DataFrame:
    """Vulnerable workers by home; whoever has a regency and no village counts in the regency."""
    vulnerable = pl.col("heads") == 0, pl.col("basis") == "domicile", pl.col("category") == VULNERABLE
    above = now.filter(*vulnerable).group_by(PLACE).agg(PEOPLE)
    nation = above.filter(level="national")["active"].sum()
    inside = above.filter(level="province")["active"].sum()
    abroad = now.filter(*vulnerable, level="national", segment="PMI")["people"].sum()
    above = above.with_columns(active=pl.when(level="national").then(inside).otherwise("active"))
    apart = {"unplaced": nation - inside - abroad, "nation_only": abroad}
    below = [
        made.villages.group_by(region_code=pl.col("village").str.head(characters)).agg(PEOPLE).with_columns(
            basis=pl.lit("domicile"), level=pl.lit(level))
        for level, characters in (("district", DISTRICT), ("village", len("11.01.01.2001")))
    ]  # fmt: skip
    rows = pl.concat([above, *(one.select(above.columns) for one in below)])
    is_nation = pl.col("level") == "national"
    return rows.filter(pl.col("active") > 0).with_columns(
        target=pl.lit(100), **{name: pl.when(is_nation).then(people).otherwise(0) for name, people in apart.items()}
    )


def _in_form(found: pl.DataFrame, *, table: FactTable) -> pl.DataFrame:
    """The columns of a table in their order, rows in the order of its key; what was not made up is empty."""
    rows = found.with_columns(as_of=pl.lit(AS_OF)) if found.width else pl.DataFrame(schema=dict(table.schema))
    filled = rows.with_columns(pl.lit(None).alias(name) for name in table.schema if name not in rows.columns)
    if "flags" in table.schema:
        filled = filled.with_columns(pl.col("flags").cast(pl.String).fill_null(""))
    return filled.select(pl.col(name).cast(kind) for name, kind in table.schema.items()).sort(table.primary_key)
