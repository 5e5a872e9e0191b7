"""Coverage counted the slow and obvious way, from the written definitions, to compare `tasks.measure` with.

Rows are dictionaries as in the lake, with `branch` and `position_date` added. Nothing here is shared with
`tasks.measure`; every figure is counted afresh by going through all people.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from settings import Segment, Settings
from warehouse.regions import Regions

Row = dict[str, Any]
SEGMENTS: tuple[Segment, ...] = ("PU", "BPU", "JAKON", "PMI")
REGION_COLUMN = {"nik": "region_nik", "domicile": "region_domicile", "workplace": "region_workplace"}
LONG_AGO = date(1, 1, 1)


def months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def in_months(day: date, months: int) -> date:
    """Go day by day into the month that is `months` later, then to the day asked for or the month's last."""
    there: date = day.replace(day=1)
    for _ in range(months):
        there = (there + timedelta(days=31)).replace(day=1)
    while there.day < day.day and (there + timedelta(days=1)).month == there.month:
        there += timedelta(days=1)
    return there


def state(row: Row, as_of: date, settings: Settings) -> str:
    if row["ended_on"] is not None and row["ended_on"] <= as_of:
        return "ended"
    if row["registered_on"] is not None and row["registered_on"] > as_of:
        return "not yet"
    segment = row["segment"]
    grace = settings.grace_months.of(segment)
    if segment in ("JAKON", "PMI") and row["ends_on"] is not None:
        current, in_grace = as_of <= row["ends_on"], as_of <= in_months(row["ends_on"], grace)
    elif row["last_paid"] is not None:
        unpaid = months_between(row["last_paid"], as_of) - settings.payment_lag_months.of(segment)
        current, in_grace = unpaid <= 0, unpaid <= grace
    else:
        current, in_grace = False, False
    return "current" if current else "arrears" if in_grace else "lapsed"


def newest_registrations(rows: list[Row]) -> list[Row]:
    newest: dict[bytes, Row] = {}
    branches = sorted({row["branch"] for row in rows}, reverse=True)
    for row in rows:
        if row["person_id"] is None:
            continue
        order = (
            row["position_date"],
            row["last_paid"] or LONG_AGO,
            branches.index(row["branch"]),  # the first code wins
            row["row_no"],
        )
        held = newest.get(row["registration_id"])
        if held is None or order > held["order"]:
            newest[row["registration_id"]] = {**row, "order": order}
    return list(newest.values())


class Person:
    """One person with an active registration."""

    def __init__(self, registrations: list[Row]) -> None:
        self.segments = {row["segment"] for row in registrations}
        self.current = {row["segment"] for row in registrations if row["state"] == "current"}
        self.primary = next(segment for segment in SEGMENTS if segment in self.segments)
        latest = max(
            registrations,
            key=lambda row: (
                row["registered_on"] or LONG_AGO,
                row["last_paid"] or LONG_AGO,
                row["registration_id"],
            ),
        )
        self.region = {
            "nik": registrations[0]["region_nik"],
            "domicile": latest["region_domicile"],
            "workplace": latest["region_workplace"],
        }


def people_of(rows: list[Row], as_of: date, settings: Settings) -> list[Person]:
    active = defaultdict(list)
    for row in newest_registrations(rows):
        row["state"] = state(row, as_of, settings)
        if row["state"] in ("current", "arrears"):
            active[row["person_id"]].append(row)
    return [Person(registrations) for registrations in active.values()]


class Counted:
    """Counts of one as-of date."""

    def __init__(
        self,
        rows: list[Row],
        *,
        as_of: date,
        branches: dict[str, date],
        expected: list[str],
        regions: Regions,
        settings: Settings,
    ) -> None:
        self.as_of, self.settings = as_of, settings
        self.names = {"ID": "Indonesia"}
        self.names |= dict(regions.provinces.select("code", "name").iter_rows())
        self.names |= dict(regions.regencies.select("code", "name").iter_rows())
        self.province = dict(regions.regencies.select("code", "province_code").iter_rows())
        self.regencies = sorted(self.province)
        self.provinces = sorted(regions.provinces["code"])
        self.people = people_of(rows, as_of, settings)
        self.heads: list[Row] = [
            {**row, "state": state(row, as_of, settings)} for row in rows if row["person_id"] is None
        ]
        ages = {branch: (as_of - branches[branch]).days for branch in expected if branch in branches}
        self.branches_in = sum(age <= settings.max_age_days for age in ages.values())
        self.carried = sum(age > settings.max_age_days for age in ages.values())
        self.expected = len(set(expected))
        self.missing = self.expected - len(ages)

    def level(self, region: str) -> str:
        return "national" if region == "ID" else "province" if region in self.provinces else "regency"

    def within(self, place: str | None, region: str) -> bool:
        """Whether a regency (None: unknown) lies in the region; all and everyone is in the nation."""
        if region == "ID":
            return True
        return place in self.province and region in (place, self.province[place])

    def head_place(self, row: Row) -> str | None:
        for column in ("region_domicile", "region_workplace"):
            if row[column] in self.province:
                place: str = row[column]
                return place
        return None

    def heads_in(self, region: str, states: tuple[str, ...]) -> int:
        return sum(
            row["head_count"]
            for row in self.heads
            if row["state"] in states and self.within(self.head_place(row), region)
        )

    def total(self, region: str, basis: str, *, strict: bool) -> int:
        counted = set(self.settings.national_segments if region == "ID" else self.settings.regional_segments)
        people = sum(
            bool(counted & (person.current if strict else person.segments))
            for person in self.people
            if self.within(person.region[basis], region)
        )
        return people + self.unlinked(region, strict=strict)

    def unlinked(self, region: str, *, strict: bool) -> int:
        counted = self.settings.national_segments if region == "ID" else self.settings.regional_segments
        if "JAKON" not in counted:
            return 0
        return self.heads_in(region, ("current",) if strict else ("current", "arrears"))

    def unplaced(self, basis: str) -> int:
        """People and heads that would count in a regency if it were known which."""
        counted = set(self.settings.regional_segments)
        people = sum(
            bool(counted & person.segments) and person.region[basis] not in self.province for person in self.people
        )
        if "JAKON" not in counted:
            return people
        active = [row for row in self.heads if row["state"] in ("current", "arrears")]
        heads: list[int] = [row["head_count"] for row in active if self.head_place(row) is None]
        return people + sum(heads)
