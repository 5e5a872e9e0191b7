"""People of an invented nation in groups of those who are alike, so that every table can be counted from the same ones.

Groups are drawn from shares, always the same for the same number of people. Regencies differ in size by a factor of
some hundreds, and beside the usual pairs of category and funder there is a long tail of rare ones, as there is in
extracts of branches: that is where counts are small however many people there are.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from demo.categories import CATEGORIES, SEGMENT_SHARES
from tasks.measure.counting.expiry import MONTHS_AHEAD
from warehouse.dimensions.closed_lists import AGES_FROM, FEMALE, FUNDER_NOT_STATED, MALE
from warehouse.dimensions.regions import Regions
from warehouse.figures.columns import CATEGORIES as ALL_CATEGORIES
from warehouse.figures.columns import FUNDERS as ALL_FUNDERS

RARE = 0.01  # of the people of a segment have any pair of category and funder
UNPAID = (0.88, 0.06, 0.035, 0.025)  # shares by unpaid months
HEADS = 0.005  # of all people: construction workers without NIK
MOVED = 0.12  # live in another regency than their NIK has, and work in a third
NO_HOME = 0.05  # of those, live in none that is known
AHEAD = 0.08  # of the self-employed have paid until one of the months that are looked ahead
BOTH = 0.004  # of the self-employed have a second funder
PROGRAMMES = {"JKK": 1.0, "JKM": 1.0, "JHT": 0.8, "JP": 0.6, "JKP": 0.5}  # of wage earners; others have the first two
VULNERABLE = "PEKERJA_RENTAN"
SIZES = 1.0  # standard deviation of the logarithms of the sizes of regencies
VILLAGE_SIZES = 1.1
VILLAGE_KNOWN = 0.97
COMPARISONS = {"previous_month": (0.01, 0.002), "december": (0.08, 0.01), "year_ago": (0.12, 0.02)}  # new, returned
LEFT = {"lapsed": 0.7, "ended": 0.25, "gone": 0.05}  # of as many as came

SEXES_AND_AGES = {  # shares of people by sex and age group
    f"{sex} {age}": of_sex * share
    for sex, of_sex in ((MALE, 0.62), (FEMALE, 0.38))
    for age, share in zip(AGES_FROM, (0.0005, 0.12, 0.33, 0.29, 0.19, 0.06, 0.0095), strict=True)
}

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class MadeUpPeople:
    """now: people who are active, with everything that is counted of them. left: those who were, by comparison.

    villages [village, regency, people]: vulnerable workers whose village is known.
    """

    now: pl.DataFrame
    left: pl.DataFrame
    villages: pl.DataFrame


def make_people(people: int, *, regions: Regions) -> MadeUpPeople:
    """So many people, about."""
    rng = np.random.default_rng(people)
    codes = regions.regencies["code"].sort()
    sizes = rng.lognormal(0.0, SIZES, len(codes))
    sizes = sizes / sizes.sum()
    kinds = _kinds()
    by_regency = rng.gamma(3.0, 1 / 3.0, (len(codes), kinds.height)) * kinds["share"].to_numpy()
    expected = people * sizes[:, None] * by_regency
    drawn = rng.poisson(expected[:, :, None] * np.array(UNPAID))
    regency, kind, unpaid = np.nonzero(drawn)
    count = drawn[regency, kind, unpaid]
    now = _placed(rng, regency=regency, count=count, regions=regions).hstack(
        kinds[np.tile(kind, 2)]
        .drop("share")
        .with_columns(unpaid=pl.Series(np.tile(unpaid, 2)), heads=pl.lit(0, pl.Int64))
    )
    heads = rng.poisson(people * HEADS * sizes)
    at_work = pl.DataFrame({"nik": codes, "people": heads, "heads": heads}).with_columns(
        nik_adjusted="nik", domicile="nik", workplace="nik", segment=pl.lit("JAKON"), category=pl.lit("UMUM"),
        funder=pl.lit("PEMBERI_KERJA"), unpaid=pl.lit(0, pl.Int64))  # fmt: skip
    now = pl.concat([now, at_work.select(pl.col(name).cast(kind) for name, kind in now.schema.items())])
    now = now.filter(pl.col("people") > 0)
    left = _left(rng, now)
    return MadeUpPeople(now=_with_details(rng, now), left=left, villages=_in_villages(rng, now, regions=regions))


def _kinds() -> pl.DataFrame:
    """What people may be [segment, category, funder, share]."""
    rows = []
    for (segment, usual), of_segment in zip(CATEGORIES.items(), SEGMENT_SHARES, strict=True):
        for category, share, funders in usual:
            for funder in funders:
                told = (segment, category or "LAINNYA", funder or FUNDER_NOT_STATED)
                rows.append((*told, (1 - RARE) * of_segment * share / len(funders)))
        pairs = [(category, funder) for category in ALL_CATEGORIES for funder in ALL_FUNDERS]
        chance = 1.0 / np.arange(1, len(pairs) + 1) ** 1.5  # the rarest are thousands of times rarer than the first
        order = np.random.default_rng(len(rows)).permutation(len(pairs))
        rows += [
            (segment, *pairs[place], RARE * of_segment * share)
            for place, share in zip(order, chance / chance.sum(), strict=True)
        ]
    listed = pl.DataFrame(rows, schema=["segment", "category", "funder", "share"], orient="row")
    return listed.group_by("segment", "category", "funder", maintain_order=True).agg(pl.col("share").sum())


def _placed(rng: np.random.Generator, *, regency: Counts, count: Counts, regions: Regions) -> pl.DataFrame:
    """Where groups count on each basis: twice as many groups, those who stayed and those who moved."""
    codes = regions.regencies["code"].sort()
    moved = rng.binomial(count, MOVED)
    elsewhere = [(regency + rng.integers(1, 9, len(regency))) % len(codes) for _ in range(2)]
    home = codes.gather(elsewhere[0]).set(pl.Series(rng.random(len(regency)) < NO_HOME), None)
    own = codes.gather(regency)
    children = dict(regions.splits.select("parent", "child").unique("parent", maintain_order=True).iter_rows())
    adjusted = own.replace(children)
    return pl.concat(
        [
            pl.DataFrame({"nik": own, "nik_adjusted": own, "domicile": own, "workplace": own, "people": count - moved}),
            pl.DataFrame(
                {
                    "nik": own,
                    "nik_adjusted": adjusted,
                    "domicile": home,
                    "workplace": codes.gather(elsewhere[1]),
                    "people": moved,
                }
            ),
        ]
    )


def _with_details(rng: np.random.Generator, now: pl.DataFrame) -> pl.DataFrame:
    """How many of each group are new or returned, are in each programme, have paid ahead, have a second funder."""
    count, heads = now["people"].to_numpy(), now["heads"].to_numpy()
    wage_earners = now["segment"].to_numpy() == "PU"
    self_employed = now["segment"].to_numpy() == "BPU"
    columns: dict[str, Counts] = {}
    for comparison, (new, returned) in COMPARISONS.items():
        columns[f"new {comparison}"] = rng.binomial(count - heads, new)
        columns[f"returned {comparison}"] = rng.binomial(count - heads - columns[f"new {comparison}"], returned)
    for number, (programme, share) in enumerate(PROGRAMMES.items()):
        columns[programme] = rng.binomial(count, np.where(wage_earners | (number < 2), share, 0.0))
    waiting = rng.binomial(count, AHEAD * self_employed)
    for month in range(1, MONTHS_AHEAD + 1):
        columns[f"ahead {month}"] = rng.binomial(waiting, 1 / (MONTHS_AHEAD + 1 - month))
        waiting = waiting - columns[f"ahead {month}"]
    columns["both"] = rng.binomial(count, BOTH * self_employed)
    drawn = rng.multinomial(count - heads, list(SEXES_AND_AGES.values()))
    columns |= {name: drawn[:, place] for place, name in enumerate(SEXES_AND_AGES)}
    return now.with_columns(pl.Series(name, values) for name, values in columns.items())


def _left(rng: np.random.Generator, now: pl.DataFrame) -> pl.DataFrame:
    """Groups as they are now, with how many more there were before."""
    columns = {
        f"{outcome} {comparison}": rng.poisson(now["people"].to_numpy() * (new + returned) * share)
        for comparison, (new, returned) in COMPARISONS.items()
        for outcome, share in LEFT.items()
    }
    return now.with_columns(pl.Series(name, values) for name, values in columns.items()).filter(pl.col("heads") == 0)


def _in_villages(rng: np.random.Generator, now: pl.DataFrame, *, regions: Regions) -> pl.DataFrame:
    vulnerable = now.filter(pl.col("heads") == 0, pl.col("segment") != "PMI", category=VULNERABLE)
    homes = dict(vulnerable.drop_nulls("domicile").group_by("domicile").agg(pl.col("people").sum()).iter_rows())
    made = []
    for (regency,), villages in regions.villages.sort("regency", "code").group_by("regency", maintain_order=True):
        weights = rng.lognormal(0.0, VILLAGE_SIZES, villages.height)
        known = rng.binomial(homes.get(str(regency), 0), VILLAGE_KNOWN)
        drawn = rng.multinomial(known, weights / weights.sum())
        made.append(villages.rename({"code": "village"}).with_columns(people=pl.Series(drawn)))
    return pl.concat(made)
