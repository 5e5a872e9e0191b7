"""Movement and cohorts the slow way: everyone at both ends, and every position that came before."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.property.measure.naive import Row, adjusted, newest_registrations, state
from tests.property.measure.naive_breakdowns import CATEGORIES, FUNDERS, BrokenDown, category, funder, share

Delivered = Mapping[tuple[str, date], list[Row]]  # rows by branch and position date
NIK_BASES = ("nik", "nik_adjusted")


def newest_of_each_branch(delivered: Iterable[tuple[str, date]], day: date) -> dict[str, date]:
    dates: dict[str, date] = {}
    for branch, position_date in delivered:
        if position_date <= day:
            dates[branch] = max(position_date, dates.get(branch, position_date))
    return dates


def rows_at(delivered: Delivered, day: date) -> list[Row]:
    return [row for one in newest_of_each_branch(delivered, day).items() for row in delivered[one]]


def comparison_dates(as_of: date) -> dict[str, date]:
    a_year_ago = date(as_of.year - 1, as_of.month, 28)
    while (a_year_ago + timedelta(days=1)).month == as_of.month:
        a_year_ago += timedelta(days=1)
    return {
        "previous_month": as_of - timedelta(days=as_of.day),
        "december": date(as_of.year - 1, 12, 31),
        "year_ago": a_year_ago,
    }


class Moved(BrokenDown):
    """All figures of an as-of date, with those against earlier dates."""

    def __init__(self, delivered: Delivered, *, as_of: date, **given: Any) -> None:
        self.delivered = delivered
        self.given = given
        super().__init__(
            rows_at(delivered, as_of), as_of=as_of, branches=newest_of_each_branch(delivered, as_of), **given
        )
        self.past: dict[str, BrokenDown] = {}
        self.asked: list[BrokenDown] = []  # the eve of each month that a cohort is asked for
        for name, day in comparison_dates(as_of).items():
            branches = newest_of_each_branch(delivered, day)
            if branches:
                self.past[name] = BrokenDown(rows_at(delivered, day), as_of=day, branches=branches, **given)
        for month in sorted(given["settings"].cohort_since):
            day = month - timedelta(days=1)
            branches = newest_of_each_branch(delivered, day)
            if branches and month <= as_of:
                self.asked.append(BrokenDown(rows_at(delivered, day), as_of=day, branches=branches, **given))

    def was_counted(self, person: bytes, region: str, until: date) -> bool:
        """Whether a position up to that date counts the person, as of its own date."""
        return any(
            row["person_id"] == person
            and row["segment"] in self.counted(region)
            and state(row, position_date, self.settings) in ("current", "arrears")
            for (_, position_date), rows in self.delivered.items()
            if position_date <= until
            for row in rows
        )

    def state_now(self, person: bytes, region: str) -> str:
        states = {
            state(row, self.as_of, self.settings)
            for row in newest_registrations(self.rows)
            if row["person_id"] == person and row["segment"] in self.counted(region)
        }
        return "lapsed" if "lapsed" in states else "ended" if "ended" in states else "gone"

    def outcomes(self, region: str, basis: str, past: BrokenDown) -> dict[str, list[bytes]]:
        now = {person.id for person in self.people_in(region, basis)}
        then = {person.id for person in past.people_in(region, basis)}
        found: dict[str, list[bytes]] = {name: [] for name in ("new", "returned", "lapsed", "ended", "gone")}
        for person in now - then:
            found["returned" if self.was_counted(person, region, past.as_of) else "new"].append(person)
        for person in then - now:
            found[self.state_now(person, region)].append(person)
        return found

    def movement(self) -> list[Row]:
        return [
            self.movement_row(region, basis, name, past)
            for basis in NIK_BASES
            for region in self.regions_listed()
            for name, past in self.past.items()
        ]

    def movement_row(self, region: str, basis: str, name: str, past: BrokenDown) -> Row:
        outcomes: dict[str, int | None] = {
            what: len(people) for what, people in self.outcomes(region, basis, past).items()
        }
        now, then = len(self.people_in(region, basis)), len(past.people_in(region, basis))
        heads, heads_then = self.unlinked(region, strict=False), past.unlinked(region, strict=False)
        mine, theirs = self.denominators[region, "TOTAL"], past.denominators[region, "TOTAL"]
        change = None
        if mine and theirs and mine["eligible"] and theirs["eligible"]:
            exact = Decimal(now + heads) / mine["eligible"] - Decimal(then + heads_then) / theirs["eligible"]
            change = (100 * exact).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        unlike = self.gained(region, basis, past)
        short = self.history_short()
        left = [*self.outcomes(region, basis, past)["lapsed"], *self.outcomes(region, basis, past)["ended"]]
        if unlike or short:
            outcomes["new"] = None
        changed = mine and theirs and (mine["year"], mine["version"]) != (theirs["year"], theirs["version"])
        return self.key(region, basis) | {
            "comparison": name,
            "compared_with": past.as_of,
            "active_then": then,
            "active_now": now,
            **outcomes,
            "net": now - then,
            "unlinked_then": heads_then,
            "unlinked_now": heads,
            "eligible_then": theirs["eligible"] if theirs else None,
            "coverage_then_pct": share(then + heads_then, theirs["eligible"] if theirs else None),
            "change_points": None if unlike else change,
            "flags": self.comparison_flags(region, basis, past, changed=bool(changed)),
            "left_on_older_positions": sum(self.only_in_older(person, region) for person in left),
            "history_from": self.history_from(),
        }

    def history_from(self) -> date:
        last = max(comparison_dates(self.as_of).values())
        return min(day for _, day in self.delivered if day <= last)

    def history_short(self) -> bool:
        return self.history_from() > comparison_dates(self.as_of)["year_ago"]

    def only_in_older(self, person: bytes, region: str) -> bool:
        return all(
            self.is_old(row)
            for row in newest_registrations(self.rows)
            if row["person_id"] == person and row["segment"] in self.counted(region)
        )

    def has_rows_of(self, branch: str, day: date, region: str, basis: str) -> bool:
        """Whether a position of a branch has rows of the region, in any state."""
        counted = self.counted(region) | self.counted("11.01")
        for row in self.delivered[branch, newest_of_each_branch(self.delivered, day)[branch]]:
            if row["person_id"] is None:
                place = self.head_place(row)
            elif basis == "nik_adjusted":
                place = adjusted(row, self.regions, self.settings)
            else:
                place = row[f"region_{basis}"]
            if row["segment"] in counted and self.within(place, region):
                return True
        return False

    def gained(self, region: str, basis: str, past: BrokenDown) -> bool:
        then = newest_of_each_branch(self.delivered, past.as_of)
        now = newest_of_each_branch(self.delivered, self.as_of)
        return any(self.has_rows_of(one, self.as_of, region, basis) for one in now if one not in then)

    def rests_on_older(self, day: date, region: str, basis: str) -> bool:
        return any(
            (day - position_date).days > self.settings.max_age_days and self.has_rows_of(one, day, region, basis)
            for one, position_date in newest_of_each_branch(self.delivered, day).items()
        )

    def comparison_flags(self, region: str, basis: str, past: BrokenDown, *, changed: bool) -> str:
        flags = {
            "branch_without_then": self.gained(region, basis, past),
            "eligible_changed": changed,
            "history_short": self.history_short(),
            "now_on_older_positions": self.rests_on_older(self.as_of, region, basis),
            "then_incomplete": past.missing > 0,
            "then_on_older_positions": self.rests_on_older(past.as_of, region, basis),
        }
        return ";".join(sorted(flag for flag, applies in flags.items() if applies))

    def cohorts(self) -> list[Row]:
        found = []
        for basis in NIK_BASES:
            for region in self.regions_listed():
                for name, past in [*self.past.items(), *(("since", past) for past in self.asked)]:
                    new = self.outcomes(region, basis, past)["new"]
                    known = not self.gained(region, basis, past) and (name == "since" or not self.history_short())
                    flags = self.comparison_flags(region, basis, past, changed=False)
                    latest = [person.latest for person in self.people if person.id in new]
                    for fund in FUNDERS:
                        for kind in CATEGORIES:
                            active = sum(funder(row) == fund and category(row) == kind for row in latest)
                            if active:
                                row = {"comparison": name, "compared_with": past.as_of}
                                row |= {"funder": fund, "category": kind, "active": active if known else None}
                                row |= {"share_points": share(active, self.eligible_of(region)) if known else None}
                                row |= {"flags": flags, "history_from": self.history_from()}
                                row |= {"since": past.as_of + timedelta(days=1)}
                                found.append(self.key(region, basis) | row)
        return found
