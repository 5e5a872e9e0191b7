"""What a page shows of sexes and ages: the active men and women of each age group side by side, and a sentence.

The sentence and the chart use figures that are shown only. A hidden count has a mark of one length, whatever it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from expectations.written import ENGLISH, INDONESIAN, counted, noun
from tasks.publish.files.site.region_facts import Row, is_hidden
from warehouse.dimensions.closed_lists import AGES_FROM, EVERY, FEMALE, MALE, NOT_KNOWN
from warehouse.figures.schema import Text

CENT = Decimal("0.01")
NOBODY: Row = {"active": 0}  # the table has no row of a group without people


@dataclass(frozen=True, kw_only=True)
class PyramidSide:
    """The people of one sex in an age group, a row for a cell of a table. width: of its bar, in percent of a side."""

    row: Row
    width: str
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class AgeBar:
    """One line of the chart."""

    age_group: str
    men: PyramidSide
    women: PyramidSide


@dataclass(frozen=True, kw_only=True)
class Pyramid:
    """Lines from the oldest to the youngest, all on one scale. not_drawn: how many people are in none of them."""

    lines: tuple[AgeBar, ...]
    hidden: bool
    not_drawn: Text | None


def pyramid(rows: Sequence[Row]) -> Pyramid | None:
    """The chart of a region's rows of `ucj_sex_age`; None where no number of men or women of an age is shown."""
    by_group = {(row["sex"], row["age_group"]): row for row in rows}
    drawn = {(sex, age): by_group.get((sex, age), NOBODY) for age in AGES_FROM for sex in (MALE, FEMALE)}
    most = max(row["active"] or 0 for row in drawn.values())
    if not most:
        return None

    def side(sex: str, age: str) -> PyramidSide:
        row = drawn[sex, age]
        hidden = row is not NOBODY and is_hidden(row, "active")
        return PyramidSide(row=row, width=f"{100 * (row['active'] or 0) / most:.1f}", hidden=hidden)

    lines = tuple(AgeBar(age_group=age, men=side(MALE, age), women=side(FEMALE, age)) for age in reversed(AGES_FROM))
    return Pyramid(
        lines=lines,
        hidden=any(one.hidden for line in lines for one in (line.men, line.women)),
        not_drawn=_not_drawn(by_group),
    )


def _not_drawn(by_group: Mapping[tuple[str, str], Row]) -> Text | None:
    """Those of unknown sex, of whatever age, and men and women of unknown age, as far as they are shown."""
    groups = ((NOT_KNOWN, EVERY), (MALE, NOT_KNOWN), (FEMALE, NOT_KNOWN))
    others = [by_group[group] for group in groups if group in by_group]
    count = sum(row["active"] or 0 for row in others)
    if not count:
        return None
    hidden = any(is_hidden(row, "active") for row in others)
    return Text(
        id=f"{'sedikitnya ' if hidden else ''}{INDONESIAN.number(count)} orang yang jenis kelamin atau umurnya tidak "
        "diketahui tidak digambar",
        en=f"{'at least ' if hidden else ''}{counted(count, 'person', 'people')} "
        f"whose sex or age is not known {noun(count, 'is', 'are')} not drawn",
    )


def of_sexes(rows: Sequence[Row], *, active: int) -> Text | None:
    """How many of those whose sex is known are women, and which age group is the largest, as far as either is shown.

    active: people of the region in all.
    """
    told = [one for one in (_share_of_women(rows), _largest_age(rows, active=active)) if one]
    return Text(id=". ".join(one.id for one in told), en=". ".join(one.en for one in told)) if told else None


def _share_of_women(rows: Sequence[Row]) -> Text | None:
    active = {row["sex"]: row["active"] for row in rows if row["age_group"] == EVERY}
    men, women = (active.get(sex, 0) for sex in (MALE, FEMALE))
    if men is None or women is None or not men + women:
        return None
    share = (Decimal(100 * women) / (men + women)).quantize(CENT, ROUND_HALF_UP)
    return Text(
        id=f"{INDONESIAN.percent(share)} dari peserta aktif yang diketahui jenis kelaminnya adalah perempuan",
        en=f"{ENGLISH.percent(share)} of the active people whose sex is known are women",
    )


def _largest_age(rows: Sequence[Row], *, active: int) -> Text | None:
    """Nothing where two are as large, or where so many are hidden that another could be larger."""
    shown = {row["age_group"]: row["active"] for row in rows if row["sex"] == EVERY and row["active"] is not None}
    ages = sorted(((count, age) for age, count in shown.items() if age in AGES_FROM), reverse=True)
    rest = [count for count, _ in ages[1:2]] + [active - sum(shown.values())]
    if not ages or ages[0][0] <= max(rest):
        return None
    count, age = ages[0]
    return Text(
        id=f"Kelompok umur terbesar: {age} tahun, {INDONESIAN.number(count)} orang",
        en=f"The largest age group: {age} years, {counted(count, 'person', 'people')}",
    )
