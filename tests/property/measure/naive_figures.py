"""The published rows from the naive counts: denominators, rates, ranks and flags, one region at a time."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from tests.property.measure.naive import BASES, SEGMENTS, Counted, Row


def half_up(numerator: int, denominator: int) -> Decimal:
    """By long division to 28 digits, far more than these small numbers need to show a tie."""
    exact = Decimal(numerator) * 100 / Decimal(denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


class Measured(Counted):
    """All figures of one as-of date."""

    def __init__(self, rows: list[Row], *, eligible: list[Row], **given: Any) -> None:
        super().__init__(rows, **given)
        self.eligible = eligible
        self.denominators = {
            (region, segment): self.denominator(region, segment)
            for region in ("ID", *self.provinces, *self.regencies)
            for segment in ("TOTAL", *SEGMENTS)
        }

    def own_denominator(self, region: str, segment: str) -> Row | None:
        rows = [
            {**row, "line": line}
            for line, row in enumerate(self.eligible)
            if row["region_code"] == region
            and row["segment"] == segment
            and row["year"] <= self.as_of.year
            and row["eligible"] is not None
        ]
        if not rows:
            return None
        year = max(row["year"] for row in rows)
        rows = [row for row in rows if row["year"] == year]
        known = [row for row in rows if row["position_date"] <= self.as_of]
        days = [row["position_date"] for row in rows]
        day = max(row["position_date"] for row in known) if known else min(days)
        rows = [row for row in rows if row["position_date"] == day]
        issuer = min(row["issuer"] for row in rows)
        chosen = max((row for row in rows if row["issuer"] == issuer), key=lambda row: row["line"])
        flags = set()
        if year < self.as_of.year:
            flags.add("eligible_earlier_year")
        if not known:
            flags.add("eligible_later_position")
        if len({(row["eligible"], row["version"]) for row in rows}) > 1:
            flags.add("eligible_ambiguous")
        return {"eligible": chosen["eligible"], "year": year, "version": chosen["version"], "flags": flags}

    def denominator(self, region: str, segment: str) -> Row | None:
        own = self.own_denominator(region, segment)
        if region in self.regencies:
            return own
        inside = self.provinces if region == "ID" else [r for r in self.regencies if r[:2] == region]
        parts = [self.denominator(part, segment) for part in inside]
        whole = [part for part in parts if part is not None]
        if own is not None:
            same_year = [part["eligible"] for part in whole if part["year"] == own["year"]]
            if len(same_year) == len(parts) and sum(same_year) != own["eligible"]:
                own["flags"].add("eligible_differs_from_sum")
            return own
        if not whole or len(whole) < len(parts):
            return None
        first = whole[0]
        for part in whole:
            if part["year"] != first["year"] or part["version"] != first["version"]:
                return None
        return {
            "eligible": sum(part["eligible"] for part in whole),
            "year": first["year"],
            "version": first["version"],
            "flags": set().union(*(part["flags"] for part in whole)) | {"eligible_summed"},
        }

    def peers(self, region: str) -> dict[str, list[str]]:
        """With which regions each rank compares."""
        everywhere = {"rank_national": self.provinces if region in self.provinces else self.regencies}
        if region in self.regencies:
            return everywhere | {"rank_in_province": [r for r in self.regencies if r[:2] == region[:2]]}
        return everywhere if region in self.provinces else {}

    def coverage(self) -> list[Row]:
        regions = ("ID", *self.provinces, *self.regencies)
        denominators = {region: self.denominators[region, "TOTAL"] for region in regions}
        rows: list[Row] = []
        for basis in BASES:
            active = {region: self.total(region, basis, strict=False) for region in regions}
            rows += [self.coverage_row(region, basis, active, denominators) for region in regions]
        return rows

    def coverage_row(self, region: str, basis: str, active: dict[str, int], denominators: dict[str, Row | None]) -> Row:
        denominator = denominators[region] or {"eligible": None, "year": None, "version": None, "flags": set()}
        strict = self.total(region, basis, strict=True)
        row = {
            "as_of": self.as_of,
            "level": self.level(region),
            "region_code": region,
            "region_name": self.names[region],
            "basis": basis,
            "eligible": denominator["eligible"],
            "active": active[region],
            "active_strict": strict,
            "active_unlinked": self.unlinked(region, strict=False),
            "coverage_pct": None,
            "coverage_strict_pct": None,
            "rank_in_province": None,
            "rank_national": None,
            "branches_in": self.branches_in,
            "branches_expected": self.expected,
            "eligible_year": denominator["year"],
            "eligible_version": denominator["version"],
            "in_doubt": self.in_doubt(region, basis),
            "active_carried_forward": self.carried_forward(region, basis),
            "branches_carried_forward": self.carried,
            "branches_missing": self.missing,
            "oldest_position_days": self.oldest,
            "coverage_class": None,
            "not_covered": None,
            "unplaced": self.unplaced(basis) if region == "ID" else 0,
        }
        flags = denominator["flags"] | self.general_flags(region, basis)
        if denominator["eligible"]:
            row["coverage_pct"] = half_up(active[region], denominator["eligible"])
            row["coverage_strict_pct"] = half_up(strict, denominator["eligible"])
            row["not_covered"] = denominator["eligible"] - min(active[region], denominator["eligible"])
            row["coverage_class"] = self.coverage_class(active[region], denominator["eligible"])
            for column, peers in self.peers(region).items():
                compared = {r: d for r in peers if (d := denominators[r]) is not None and d["eligible"]}
                mine = Fraction(active[region], denominator["eligible"])
                row[column] = 1 + sum(Fraction(active[r], d["eligible"]) > mine for r, d in compared.items())
                if len({(d["year"], d["version"]) for d in compared.values()}) > 1:
                    flags.add(
                        "rank_national_mixed_versions" if column == "rank_national" else "rank_province_mixed_versions"
                    )
            if active[region] > denominator["eligible"]:
                flags.add("over_100")
        else:
            flags.add("no_eligible")
        return {**row, "flags": ";".join(sorted(flags))}

    def coverage_class(self, active: int, eligible: int) -> str:
        low, medium, high = self.settings.class_bounds_pct
        exact = Decimal(100 * active) / eligible
        if exact < low:
            return "very_low"
        if exact < medium:
            return "low"
        return "medium" if exact < high else "high"

    def general_flags(self, region: str, basis: str) -> set[str]:
        flags = {
            "carried_forward": self.carried > 0,
            "missing_branches": self.missing > 0,
            "unplaced": region == "ID" and self.unplaced(basis) > 0,
            "in_doubt": self.in_doubt(region, basis) > 0,
            "rests_on_older_positions": self.carried_forward(region, basis) > 0,
        }
        return {flag for flag, applies in flags.items() if applies}

    def participation(self) -> list[Row]:
        return [
            self.segment_row(region, basis, segment)
            for basis in BASES
            for region in ("ID", *self.provinces, *self.regencies)
            for segment in SEGMENTS
        ]

    def segment_row(self, region: str, basis: str, segment: str) -> Row:
        people = [person for person in self.people if self.within(person.region[basis], region)]
        heads = self.heads_in(region, ("current", "arrears")) if segment == "JAKON" else 0
        current_heads = self.heads_in(region, ("current",)) if segment == "JAKON" else 0
        denominator = self.denominators[region, segment]
        eligible = denominator["eligible"] if denominator else None
        active = sum(segment in person.segments for person in people) + heads
        return {
            "as_of": self.as_of,
            "level": self.level(region),
            "region_code": region,
            "basis": basis,
            "segment": segment,
            "active": active,
            "active_strict": sum(segment in person.current for person in people) + current_heads,
            "active_primary": sum(person.primary == segment for person in people) + heads,
            "eligible": eligible,
            "coverage_pct": half_up(active, eligible) if eligible else None,
            "flags": self.rate_flags(region, active, segment),
        }

    def rate_flags(self, region: str, active: int, segment: str = "TOTAL") -> str:
        denominator = self.denominators[region, segment]
        flags = set(denominator["flags"]) if denominator else set()
        if not denominator or not denominator["eligible"]:
            flags.add("no_eligible")
        elif active > denominator["eligible"]:
            flags.add("over_100")
        return ";".join(sorted(flags))
