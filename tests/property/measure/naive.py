"""Coverage counted the slow and obvious way, from the written definitions, to compare `tasks.measure` with.

Rows are dictionaries as in the lake, with `branch` and `position_date` added. Nothing here is shared with
`tasks.measure`; every figure is counted afresh by going through all people.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from settings import Segment, Settings
from warehouse.dimensions.regions import Regions

Row = dict[str, Any]
SEGMENTS: tuple[Segment, ...] = ("PU", "BPU", "JAKON", "PMI")
BASES = ("nik", "nik_adjusted", "domicile", "workplace")
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


def adjusted(row: Row, regions: Regions, settings: Settings) -> str | None:
    """Where a split puts the holder of a NIK; where it does not, the regency of the NIK."""
    for split in regions.splits.to_dicts():
        sure = split["match"] == "exact" or split["child"] in settings.split_regencies
        if sure and split["prefix"] == row["district_nik"]:
            child: str = split["child"]
            return child
    place: str | None = row["region_nik"]
    return place


def counting(registrations: list[Row], settings: Settings) -> list[Row]:
    """Of the active registrations of a person those that tell how he counts."""
    in_regions = [row for row in registrations if row["segment"] in settings.regional_segments]
    in_nation = [row for row in registrations if row["segment"] in settings.national_segments]
    return in_regions or in_nation or registrations


class Person:
    """One person with an active registration: `segments` and `current` are of all, the rest of what he counts by."""

    def __init__(self, registrations: list[Row], regions: Regions, settings: Settings) -> None:
        self.id = registrations[0]["person_id"]
        self.registrations = counting(registrations, settings)
        self.is_strict = any(row["state"] == "current" for row in self.registrations)
        self.district = registrations[0]["district_nik"]
        self.segments = {row["segment"] for row in registrations}
        self.current = {row["segment"] for row in registrations if row["state"] == "current"}
        self.primary = next(segment for segment in SEGMENTS if segment in self.segments)
        self.latest = max(
            self.registrations,
            key=lambda row: (
                row["registered_on"] or LONG_AGO,
                row["last_paid"] or LONG_AGO,
                row["registration_id"],
            ),
        )
        self.region = {
            "nik": registrations[0]["region_nik"],
            "nik_adjusted": adjusted(registrations[0], regions, settings),
            "domicile": self.latest["region_domicile"],
            "workplace": self.latest["region_workplace"],
        }


def people_of(rows: list[Row], as_of: date, regions: Regions, settings: Settings) -> list[Person]:
    active = defaultdict(list)
    for row in newest_registrations(rows):
        row["state"] = state(row, as_of, settings)
        if row["state"] in ("current", "arrears"):
            active[row["person_id"]].append(row)
    return [Person(registrations, regions, settings) for registrations in active.values()]


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
        self.regions = regions
        self.rows = rows
        self.people = people_of(rows, as_of, regions, settings)
        self.heads: list[Row] = [
            {**row, "state": state(row, as_of, settings)} for row in rows if row["person_id"] is None
        ]
        self.oldest = max(((as_of - day).days for day in branches.values()), default=None)
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

    def counted(self, region: str) -> set[Segment]:
        """The segments that count there."""
        return set(self.settings.national_segments if region == "ID" else self.settings.regional_segments)

    def people_in(self, region: str, basis: str) -> list[Person]:
        """Who counts there."""
        counted = self.counted(region)
        return [p for p in self.people if counted & p.segments and self.within(p.region[basis], region)]

    def total(self, region: str, basis: str, *, strict: bool) -> int:
        people = sum(p.is_strict or not strict for p in self.people_in(region, basis))
        return people + self.unlinked(region, strict=strict)

    def is_old(self, row: Row) -> bool:
        """Whether a row lies in a position that is carried forward."""
        return bool((self.as_of - row["position_date"]).days > self.settings.max_age_days)

    def carried_forward(self, region: str, basis: str) -> int:
        """People and heads who rest on such a position."""
        people = sum(any(self.is_old(row) for row in p.registrations) for p in self.people_in(region, basis))
        heads: list[int] = [row["head_count"] for row in self.active_heads(region) if self.is_old(row)]
        return people + sum(heads)

    def active_heads(self, region: str) -> list[Row]:
        """Rows of heads that count there."""
        if "JAKON" not in self.counted(region):
            return []
        return [
            row
            for row in self.heads
            if row["state"] in ("current", "arrears") and self.within(self.head_place(row), region)
        ]

    def in_doubt(self, region: str, basis: str) -> int:
        """People who might belong to another regency, in the one they are counted in and in the other."""
        if basis != "nik_adjusted" or region not in self.province:
            return 0
        prefixes = {
            split["prefix"]
            for split in self.regions.splits.to_dicts()
            if region in (split["parent"], split["child"])
            and split["match"] != "exact"
            and split["child"] not in self.settings.split_regencies
        }
        return sum(bool(self.counted(region) & p.segments) and p.district in prefixes for p in self.people)

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
