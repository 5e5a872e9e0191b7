"""Figures of the published cases, counted naively from the files in the inbox."""

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from demo.published_model import Expected
from tests.unit.demo.inbox import Row, extracts, rows_of

Where = dict[str, str]
FEWEST_CLAIMS = 5


class Paid(NamedTuple):
    """A registration that is paid up."""

    nik: str
    segment: str
    category: str
    funder: str
    village: str


def reference_rows(home: Path, feed: str) -> list[Row]:
    """The rows of all files of a reference feed."""
    rows: list[Row] = []
    for path in sorted(home.glob(f"inbox/*/{feed}_*")):
        with path.open(encoding="utf-8") as lines:
            rows += csv.DictReader(lines, delimiter=";")
    return rows


class Recount:
    """What the files of a case say. Everyone in a file of an earlier day has paid then, or never counts."""

    def __init__(self, home: Path) -> None:
        self.paid: dict[date, list[Paid]] = defaultdict(list)
        for path in extracts(home):
            text = path.name.split("_")[2][:8]
            day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
            self.paid[day] += [
                Paid(row["NIK"], row["SEGMEN"], row["KATEGORI"], row["SUMBER_DANA"], row["KODE_DESA"].replace(".", ""))
                for row in rows_of(path)
                if row["BLTH_AKHIR"] in (f"{day:%m-%Y}", f"{day:%Y%m}")
            ]
        self.regional: dict[tuple[date, str], list[Paid]] = defaultdict(list)
        for day, registrations in self.paid.items():
            for one in registrations:
                for code in (one.nik[:2], one.nik[:4]):
                    self.regional[day, code].append(one)
        self.eligible = {row["KODE_WILAYAH"]: int(row["JUMLAH"]) for row in reference_rows(home, "PEKERJA")}
        self.populations = reference_rows(home, "EKOSISTEM")
        self.claims = reference_rows(home, "KLAIM")

    def figure(self, expected: Expected) -> Decimal | int | None:
        """The figure, whatever its table and column."""
        counts: dict[str, Callable[[], dict[str, Decimal | int | None]]] = {
            "ucj_coverage": lambda: self.coverage(expected.region_code, expected.as_of),
            "ucj_segment": lambda: {"active": self.active(expected, segment=where["segment"])},
            "ucj_category": lambda: {"active": self.active(expected, category=where["category"])},
            "ucj_ecosystem": lambda: self.ecosystem(expected, where["category"]),
            "ucj_village": lambda: self.villages(expected),
            "ucj_movement": lambda: self.movement(expected),
            "ucj_cohort": lambda: self.cohort(expected, where),
            "ucj_benefit": lambda: self.benefits(expected, where),
        }
        where = dict(expected.where)
        return counts[expected.table]()[expected.column]

    def in_region(self, code: str, day: date) -> list[Paid]:
        """Whose NIK is of a province or regency."""
        return self.regional[day, code.replace(".", "")]

    def people(self, code: str, day: date) -> set[str]:
        return {one.nik for one in self.in_region(code, day)}

    def rate(self, heads: int, code: str) -> Decimal | None:
        return Decimal(100 * heads) / self.eligible[code] if code in self.eligible else None

    def coverage(self, code: str, day: date) -> dict[str, Decimal | int | None]:
        active, eligible = len(self.people(code, day)), self.eligible.get(code)
        rates = {name: self.rate(len(self.people(name, day)), name) for name in self.eligible if name[:2] == code[:2]}
        others = [rate for name, rate in rates.items() if len(name) == len(code) and rate is not None]
        mine = rates.get(code)
        return {
            "active": active,
            "eligible": eligible,
            "coverage_pct": mine,
            "not_covered": None if eligible is None else eligible - active,
            "rank_in_province": None if mine is None else 1 + sum(rate > mine for rate in others),
        }

    def active(self, expected: Expected, **cells: str) -> int:
        rows = self.in_region(expected.region_code, expected.as_of)
        return len({one.nik for one in rows if all(getattr(one, name) == cell for name, cell in cells.items())})

    def ecosystem(self, expected: Expected, category: str) -> dict[str, Decimal | int | None]:
        (row,) = (
            row
            for row in self.populations
            if (row["KODE_WILAYAH"], row["KATEGORI"]) == (expected.region_code, category)
        )
        active, population = self.active(expected, category=category), int(row["POPULASI"])
        return {"active": active, "population": population, "coverage_pct": Decimal(100 * active) / population}

    def villages(self, expected: Expected) -> dict[str, Decimal | int | None]:
        code = expected.region_code
        targets = {
            row["KODE_WILAYAH"].replace(".", ""): int(row["TARGET"])
            for row in self.populations
            if row["KATEGORI"] == "PEKERJA_RENTAN"
            and len(row["KODE_WILAYAH"]) > 5
            and row["KODE_WILAYAH"].startswith(code)
        }
        homes: dict[str, set[str]] = defaultdict(set)
        for one in self.paid[expected.as_of]:
            if one.category == "PEKERJA_RENTAN":
                homes[one.village].add(one.nik)
        reached = sum(len(homes[village]) >= target for village, target in targets.items())
        return {"villages": len(targets), "target": sum(targets.values()), "villages_reached": reached}

    def before(self, first: date) -> set[str]:
        return {one.nik for day, rows in self.paid.items() if day < first for one in rows}

    def new(self, expected: Expected, since: date) -> dict[str, Paid]:
        known = self.before(since)
        rows = self.in_region(expected.region_code, expected.as_of)
        return {one.nik: one for one in rows if one.nik not in known}

    def cohort(self, expected: Expected, where: Where) -> dict[str, Decimal | int | None]:
        since = date.fromisoformat(where["since"]) if "since" in where else expected.as_of.replace(day=1)
        cells = {name: cell for name, cell in where.items() if name in Paid._fields}
        new = [
            one
            for one in self.new(expected, since).values()
            if all(getattr(one, name) == cell for name, cell in cells.items())
        ]
        return {"active": len(new), "share_points": self.rate(len(new), expected.region_code)}

    def movement(self, expected: Expected) -> dict[str, Decimal | int | None]:
        first, code = expected.as_of.replace(day=1), expected.region_code
        then = self.rate(len(self.people(code, max(day for day in self.paid if day < first))), code)
        now = self.rate(len(self.people(code, expected.as_of)), code)
        assert then is not None
        assert now is not None
        new = len(self.new(expected, first))
        return {"net": new, "coverage_then_pct": then, "change_points": now - then}

    def benefits(self, expected: Expected, where: Where) -> dict[str, Decimal | int | None]:
        paid = [
            int(claim["NILAI"])
            for claim in self.claims
            if claim["NIK"].startswith(expected.region_code.replace(".", ""))
            and claim["PROGRAM"] == where.get("programme", claim["PROGRAM"])
        ]
        shown = expected.stored or len(paid) >= FEWEST_CLAIMS
        return {"amount_rupiah": sum(paid) if shown else None}
