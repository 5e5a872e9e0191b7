"""Small nations of people with all their attributes, and every table of figures that follows from them.

Counted in the plainest way, from people and not from each other, so that whatever adds up does so by itself.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl
from hypothesis import strategies as st

from tests.property.protect.benefit_trees import Paid, benefit_tables
from warehouse.figures.tables import FACT_TABLES

AS_OF, MONTH_BEFORE = date(2024, 5, 31), date(2024, 4, 30)
BASES = ("nik", "nik_adjusted", "domicile", "workplace")
VILLAGES = ("11.01.01.2001", "11.01.01.2002", "11.01.02.2001", "11.02.01.2001", "11.02.01.2002", "12.01.01.2001")
REGENCIES = ("11.01", "11.02", "11.03", "12.01", "12.02")
FUNDERS, CATEGORIES, PROGRAMMES = ("MANDIRI", "APBDES", "CSR"), ("UMUM", "PEKERJA_RENTAN", "RT_RW"), ("JKK", "JKM")
STAYED, NEW, RETURNED, LAPSED, ENDED, GONE = OUTCOMES = ("stayed", "new", "returned", "lapsed", "ended", "gone")
POPULATION, ELIGIBLE = 40, 200
Row = dict[str, Any]
Cell = tuple[str, str, str]  # basis, level, region


@dataclass(frozen=True, kw_only=True)
class Group:
    """Some people who are alike. `home`: a village, or none. `heads`: reported without NIK.
    `also`: a second segment."""

    people: int
    regency: str
    home: str | None
    funders: tuple[str, ...]
    category: str
    segment: str
    unpaid: int
    outcome: str
    heads: bool
    sex: str = "L"
    age: str = "25-34"
    also: str | None = None

    @property
    def segments(self) -> tuple[str, ...]:
        """Those that they are registered in."""
        return (self.segment, self.also) if self.also else (self.segment,)

    @property
    def active(self) -> bool:
        """Whether they count now."""
        return self.outcome in (STAYED, NEW, RETURNED)

    @property
    def employers(self) -> range:
        """Numbers of their employers; some groups have some in common."""
        first = self.people + 3 * self.unpaid
        return range(first, first + self.people // 2 + 1) if self.segment == "PU" else range(0)

    @property
    def then(self) -> bool:
        """Whether they counted a month before."""
        return self.outcome in (STAYED, LAPSED, ENDED, GONE)

    def places(self) -> Iterable[Cell]:
        """Where they count, on every basis, as a region and all that it is in."""
        for basis in BASES:
            yield basis, "national", "ID"
            region = self.regency if basis != "domicile" or self.heads else self.home and self.home[:5]
            if region and self.segment != "PMI":
                yield basis, "province", region[:2]
                yield basis, "regency", region


@st.composite
def groups(draw: st.DrawFn) -> Group:
    heads = draw(st.sampled_from([False] * 9 + [True]))
    outcome = STAYED if heads else draw(st.sampled_from((STAYED, STAYED, STAYED, *OUTCOMES)))
    segment = "JAKON" if heads else draw(st.sampled_from(("PU", "PU", "BPU", "PMI")))
    return Group(
        people=draw(st.sampled_from((1, 1, 2, 3, 4, 5, 6, 9, 15, 40))),
        regency=draw(st.sampled_from(REGENCIES)),
        home=draw(st.sampled_from((*VILLAGES, None))),
        funders=("MANDIRI",) if heads else draw(st.sampled_from((*((one,) for one in FUNDERS), ("MANDIRI", "CSR")))),
        category="UMUM" if heads else draw(st.sampled_from(CATEGORIES)),
        segment=segment,
        unpaid=0 if heads else draw(st.integers(0, 3)),
        outcome=outcome,
        heads=heads,
        sex="TIDAK_DIKETAHUI" if heads else draw(st.sampled_from(("L", "P"))),
        age="TIDAK_DIKETAHUI" if heads else draw(st.sampled_from(("15-24", "25-34", "65+"))),
        also="PU" if segment == "BPU" and draw(st.booleans()) else None,
    )


NATIONS = st.lists(groups(), min_size=3, max_size=25)


def percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def count(
    nation: Sequence[Group], keys: Callable[[Group], Iterable[tuple[Any, ...]]], *, of: Callable[[Group], bool]
) -> Counter[tuple[Any, ...]]:
    """People by place and key."""
    found: Counter[tuple[Any, ...]] = Counter()
    for group in filter(of, nation):
        for place in group.places():
            for key in keys(group):
                found[(*place, *key)] += group.people
    return found


def tables_of(nation: Sequence[Group]) -> dict[str, pl.DataFrame]:
    """All tables of figures of a nation."""
    made: dict[str, list[Row]] = {table.name: [] for table in FACT_TABLES}
    regions = [("national", "ID"), *(("province", p) for p in ("11", "12")), *(("regency", r) for r in REGENCIES)]
    everywhere = [(basis, *region) for basis in BASES for region in regions]

    def now(group: Group) -> bool:
        return group.active

    def nothing(_: Group) -> list[tuple[Any, ...]]:
        return [()]

    total = count(nation, nothing, of=now)
    strict = count(nation, nothing, of=lambda g: g.active and g.unpaid == 0)
    heads = count(nation, nothing, of=lambda g: g.heads)
    for basis, level, region in everywhere:
        place = (basis, level, region)
        counts = {"active": total[place], "active_strict": strict[place], "active_unlinked": heads[place]}
        made["ucj_coverage"].append(_row(place, region_name=region, eligible=ELIGIBLE, **counts))
    listed: Mapping[str, tuple[Callable[[Group], Iterable[tuple[Any, ...]]], tuple[str, ...]]] = {
        "ucj_programme": (lambda g: [(p,) for p in PROGRAMMES if p == "JKK" or "PU" in g.segments], ("programme",)),
        "ucj_segment": (lambda g: [(s,) for s in g.segments], ("segment",)),
        "ucj_funder": (lambda g: [(f,) for f in g.funders], ("funder",)),
        "ucj_segment_funder": (lambda g: [(s, f) for s in g.segments for f in g.funders], ("segment", "funder")),
        "ucj_category": (lambda g: [(g.category,)], ("category",)),
        "ucj_sex_age": (lambda g: [(g.sex, g.age), (g.sex, "TOTAL"), ("TOTAL", g.age)], ("sex", "age_group")),
        "ucj_arrears": (lambda g: [] if g.heads else [(g.unpaid,)], ("unpaid_months",)),
        "ucj_expiry": (lambda g: [(date(2024, 6, 1), g.funders[0], "ahead")], ("expires_month", "funder", "payment")),
    }
    bases = {table.name: next(c.values for c in table.columns if c.name == "basis") for table in FACT_TABLES
             if table.name in listed}  # fmt: skip
    for table, (keys, names) in listed.items():
        for (basis, level, region, *key), people in sorted(count(nation, keys, of=now).items(), key=str):
            place, whole = (basis, level, region), total[basis, level, region]
            if basis not in bases[table]:
                continue
            rates = {"share_pct": percent(people, whole), "coverage_pct": percent(people, ELIGIBLE)}
            made[table].append(_row(place, active=people, **dict(zip(names, key, strict=True)), **rates))
    for basis, level, region in everywhere:
        if basis == "workplace":
            here = {one for group in nation if group.active and (basis, level, region) in [*group.places()]
                    for one in group.employers}  # fmt: skip
            made["ucj_employer"].append(_row((basis, level, region), employers=len(here)))
    _categories(made, nation, everywhere)
    _movement(made, nation, everywhere)
    _villages(made, nation)
    counted = {
        table.name: pl.DataFrame(
            [{name: row.get(name, _filler(name)) for name in table.schema} for row in made[table.name]],
            schema=dict(table.schema),
        )
        for table in FACT_TABLES
    }
    return counted | benefit_tables(_claims(nation), as_of=AS_OF)


def _row(place: Cell, **values: Any) -> Row:
    return {"as_of": AS_OF, "basis": place[0], "level": place[1], "region_code": place[2], **values}


def _filler(name: str) -> Any:
    return "" if name in ("flags", "issuer") else None


def _categories(made: dict[str, list[Row]], nation: Sequence[Group], everywhere: Sequence[Cell]) -> None:
    """Strictly active people, ecosystems, their movement and their trend."""

    def key(group: Group) -> list[tuple[str]]:
        return [(group.category,)]

    now, then = count(nation, key, of=lambda g: g.active), count(nation, key, of=lambda g: g.then)
    strict = count(nation, key, of=lambda g: g.active and g.unpaid == 0)
    for row in made["ucj_category"]:
        row["active_strict"] = strict[row["basis"], row["level"], row["region_code"], row["category"]]
    for place in everywhere:
        for category in ("RT_RW", "PEKERJA_RENTAN"):
            active, before = now[*place, category], then[*place, category]
            told = {"category": category, "active": active, "population": POPULATION}
            rate = percent(active, POPULATION)
            gap = max(0, POPULATION - active)
            made["ucj_ecosystem"].append(_row(place, **told, coverage_pct=rate, gap_people=gap))
            for day, people in ((MONTH_BEFORE, before), (AS_OF, active)):
                row = _row(place, **told | {"active": people}, coverage_pct=percent(people, POPULATION))
                made["ucj_ecosystem_trend"].append(row | {"series_date": day})
            if place[0] in ("nik", "nik_adjusted"):
                change = {"active_now": active, "active_then": before, "change_people": active - before}
                row = _row(place, **told, **change, compared_with=MONTH_BEFORE, comparison="previous_month")
                made["ucj_ecosystem_movement"].append(row)


def _movement(made: dict[str, list[Row]], nation: Sequence[Group], everywhere: Sequence[Cell]) -> None:
    """What became of people, and cohorts of those who are new."""
    people = count(nation, lambda g: [(g.outcome,)], of=lambda g: not g.heads)
    cohorts = count(nation, lambda g: [(g.funders[0], g.category)], of=lambda g: g.outcome == NEW)
    older = count(nation, lambda _: [()], of=lambda g: g.outcome == LAPSED and g.unpaid > 1)
    named = {"comparison": "previous_month", "compared_with": MONTH_BEFORE}
    for place in everywhere:
        if place[0] not in ("nik", "nik_adjusted"):
            continue
        of = {outcome: people[*place, outcome] for outcome in OUTCOMES[1:]}
        net = of[NEW] + of[RETURNED] - of[LAPSED] - of[ENDED] - of[GONE]
        told = {"active_now": people[*place, STAYED] + of[NEW] + of[RETURNED]}
        told["active_then"] = told["active_now"] - net
        row = _row(place, **named, **of, **told, net=net, left_on_older_positions=older[place])
        made["ucj_movement"].append(row)
    for (basis, level, region, funder, category), new in sorted(cohorts.items()):
        if basis in ("nik", "nik_adjusted"):
            place = (basis, level, region)
            row = _row(place, **named, funder=funder, category=category, active=new, since=AS_OF.replace(day=1))
            made["ucj_cohort"].append(row)


def _villages(made: dict[str, list[Row]], nation: Sequence[Group]) -> None:
    """Vulnerable workers by home."""
    vulnerable = [g for g in nation if g.active and g.category == "PEKERJA_RENTAN" and not g.heads]
    found: Counter[tuple[str, str]] = Counter()
    apart: Counter[str] = Counter()
    for group in vulnerable:
        if group.segment == "PMI" or group.home is None:
            apart["nation_only" if group.segment == "PMI" else "unplaced"] += group.people
            continue
        sizes = {"province": 2, "regency": 5, "district": 8, "village": 13}
        for level, region in {"national": "ID", **{name: group.home[:size] for name, size in sizes.items()}}.items():
            found[level, region] += group.people
    for place in [("national", "ID"), *(key for key in sorted(found) if key[1] != "ID")]:
        beside = {name: apart[name] if place[1] == "ID" else 0 for name in ("unplaced", "nation_only")}
        told = {"active": found[place], "target": 100, "villages": 1, "villages_reached": int(found[place] >= 100)}
        made["ucj_village"].append(_row(("domicile", *place), **told, **beside))


MONTH_PAID = (date(2024, 5, 1), date(2024, 4, 1), date(2024, 3, 1), date(2023, 12, 1))  # by unpaid months
PROGRAMME_PAID = {"PU": "JKM", "BPU": "JHT", "PMI": "JKK"}


def _claims(nation: Sequence[Group]) -> Iterable[Paid]:
    """One claim of each person who ended; the first of several is larger where the group has no home."""
    for group in nation:
        if group.outcome == ENDED:
            place = (MONTH_PAID[group.unpaid], PROGRAMME_PAID[group.segment])
            yield Paid(group.regency, 900_000_000 if group.home is None else 42_000_000, *place)
            yield from (Paid(group.regency, 42_000_000, *place) for _ in range(group.people - 1))
