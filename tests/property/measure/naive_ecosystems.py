"""Ecosystems the slow way: one region, category and date at a time."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from tests.property.measure.naive import BASES, Row
from tests.property.measure.naive_breakdowns import CATEGORIES, BrokenDown, category, share
from tests.property.measure.naive_movement import NIK_BASES, Delivered, Moved

Known = tuple[int, object, object]  # number, date and issuer of a population


def members(counted: BrokenDown, region: str, basis: str, kind: str) -> int:
    """Active people and heads of a category."""
    people = [
        person
        for person in counted.people_in(region, basis)
        if any(category(row) == kind for row in person.registrations)
    ]
    heads: list[int] = [row["head_count"] for row in counted.active_heads(region) if category(row) == kind]
    return len(people) + sum(heads)


def points(now: int, whole: int | None, then: int, whole_then: int | None) -> Decimal | None:
    """The difference of two rates, rounded once."""
    if not whole or not whole_then:
        return None
    exact = 100 * (Decimal(now) / whole - Decimal(then) / whole_then)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


class Ecosystems(Moved):
    """All figures of an as-of date, with those of worker categories against their own populations."""

    def __init__(self, delivered: Delivered, *, populations: list[Row], **given: object) -> None:
        super().__init__(delivered, **given)  # type: ignore[arg-type]
        self.populations = populations

    def own_population(self, region: str, kind: str, counted: BrokenDown) -> Row | None:
        rows = [
            row | {"line": line}
            for line, row in enumerate(self.populations)
            if (row["region_code"], row["category"]) == (region, kind)
            and row["as_of_date"] <= counted.as_of
            and row["population"] is not None
        ]
        if not rows:
            return None
        newest = max(row["as_of_date"] for row in rows)
        rows = [row for row in rows if row["as_of_date"] == newest]
        known = [row["position_date"] for row in rows if row["position_date"] <= counted.as_of]
        position = max(known) if known else min(row["position_date"] for row in rows)
        rows = [row for row in rows if row["position_date"] == position]
        first = min(row["branch"] for row in rows)
        chosen = max((row for row in rows if row["branch"] == first), key=lambda row: int(row["line"]))
        return {**chosen, "issuer": first, "later": not known}

    def population(self, region: str, kind: str, counted: BrokenDown) -> Row | None:
        own = self.own_population(region, kind, counted)
        if own is not None or region in self.regencies:
            return own
        inside = self.provinces if region == "ID" else [code for code in self.regencies if code[:2] == region]
        parts = [self.population(code, kind, counted) for code in inside]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        issuers, targets = {part["issuer"] for part in known}, [part["target"] for part in known]
        return {
            "population": sum(part["population"] for part in known),
            "target": None if None in targets else sum(targets),
            "as_of_date": min(part["as_of_date"] for part in known),
            "issuer": issuers.pop() if len(issuers) == 1 else None,
            "later": any(part["later"] for part in known),
        }

    def ecosystems(self) -> list[Row]:
        found = []
        for basis in BASES:
            for region in self.regions_listed():
                for kind in sorted(CATEGORIES):
                    known = self.population(region, kind, self)
                    if known is not None:
                        row = self.key(region, basis) | {"category": kind, "active": members(self, region, basis, kind)}
                        found.append(row | self.against(known, row["active"]))
        return found

    def against(self, known: Row, active: int) -> Row:
        flags = {
            "over_100": active > known["population"] > 0,
            "population_earlier_year": known["as_of_date"].year < self.as_of.year,
            "population_later_position": known["later"],
        }
        return {
            "population": known["population"],
            "target": known["target"],
            "coverage_pct": share(active, known["population"]),
            "gap_people": known["population"] - min(active, known["population"]),
            "population_date": known["as_of_date"],
            "issuer": known["issuer"],
            "flags": ";".join(sorted(flag for flag, applies in flags.items() if applies)),
        }

    def ecosystem_movement(self) -> list[Row]:
        rows = [row for row in self.ecosystems() if row["basis"] in NIK_BASES]
        return [self.compared(row, name, past) for row in rows for name, past in self.past.items()]

    def compared(self, row: Row, name: str, past: BrokenDown) -> Row:
        region, basis, kind = row["region_code"], row["basis"], row["category"]
        known, then = self.population(region, kind, past), members(past, region, basis, kind)
        other = known is not None and identity(known) != (row["population"], row["population_date"], row["issuer"])
        number = known["population"] if known else None
        gained = self.gained(region, basis, past)
        return self.key(region, basis) | {
            "category": kind,
            "comparison": name,
            "compared_with": past.as_of,
            "active_then": then,
            "active_now": row["active"],
            "change_people": row["active"] - then,
            "population_then": number,
            "population_then_date": known["as_of_date"] if known else None,
            "coverage_then_pct": share(then, number),
            "change_points": None if other or gained else points(row["active"], row["population"], then, number),
            "flags": self.flags_against(region, basis, past, changed=other),
        }

    def flags_against(self, region: str, basis: str, past: BrokenDown, *, changed: bool) -> str:
        told = set(self.comparison_flags(region, basis, past, changed=False).split(";")) - {"history_short", ""}
        return ";".join(sorted(told | ({"population_changed"} if changed else set())))


def identity(known: Row) -> Known:
    return known["population"], known["as_of_date"], known["issuer"]


def ecosystem_trend(series: Sequence[Ecosystems]) -> list[Row]:
    """The series of the ecosystems of the last date, from the naive counts of all dates, rising."""
    measured = {one.as_of: {row_key(row): row for row in one.ecosystems()} for one in series}
    last = series[-1]
    found = []
    for key in measured[last.as_of]:
        for place, one in enumerate(series):
            row, before = measured[one.as_of].get(key), series[place - 1] if place else None
            if row is not None:
                then = measured[before.as_of].get(key) if before else None
                found.append(row | {"as_of": last.as_of, "series_date": one.as_of} | step(one, row, before, then))
    return found


def row_key(row: Row) -> tuple[str, ...]:
    return row["basis"], row["region_code"], row["category"]


def step(one: Ecosystems, row: Row, before: Ecosystems | None, then: Row | None) -> Row:
    """Change in points and flags of a row of the series against the date before."""
    flags = set(row["flags"].split(";"))
    if before is None:
        return {"change_points": None, "flags": row["flags"]}
    basis, region, _ = row_key(row)
    other = then is not None and any(row[name] != then[name] for name in ("population", "population_date", "issuer"))
    flags |= set(one.flags_against(region, basis, before, changed=other).split(";"))
    change = None
    if then is not None and not other and not one.gained(region, basis, before):
        change = points(row["active"], row["population"], then["active"], then["population"])
    return {"change_points": change, "flags": ";".join(sorted(flags - {""}))}
