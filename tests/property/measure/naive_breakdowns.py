"""Breakdowns of active people from the naive counts, one region and one value at a time."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from tests.property.measure.naive import (
    BASES,
    LONG_AGO,
    SEGMENTS,
    Person,
    Row,
    in_months,
    months_between,
    newest_registrations,
    state,
)
from tests.property.measure.naive_figures import Measured, half_up

PROGRAMMES = ("JKK", "JKM", "JHT", "JP", "JKP")
FUNDERS = (
    *("PEMBERI_KERJA", "MANDIRI", "APBN", "APBD_PROV", "APBD_KAB", "APBDES", "DBH_SAWIT", "DBH_CHT"),
    *("CSR", "BAZNAS", "LAINNYA", "TIDAK_DIISI"),
)
CATEGORIES = (
    *("UMUM", "NON_ASN", "PERANGKAT_DESA", "BPD", "RT_RW", "KADER", "PEKERJA_RENTAN", "MISKIN_EKSTREM"),
    *("PETUGAS_PEMILU", "PEKERJA_KEAGAMAAN", "NELAYAN", "PETANI", "LAINNYA"),
)
AGES = ((65, "65+"), (55, "55-64"), (45, "45-54"), (35, "35-44"), (25, "25-34"), (15, "15-24"))
UNKNOWN = "TIDAK_DIKETAHUI"
PAYMENTS = ("monthly", "ahead", "contract")


def share(part: int, whole: int | None) -> Decimal | None:
    return half_up(part, whole) if whole else None


def funder(row: Row) -> str:
    return str(row["funder"] or "TIDAK_DIISI")


def category(row: Row) -> str:
    return str(row["category"] or "UMUM")


def has_contract_end(row: Row) -> bool:
    return row["segment"] in ("JAKON", "PMI") and row["ends_on"] is not None


def last_protected_day(row: Row) -> date:
    if has_contract_end(row):
        end: date = row["ends_on"]
        return end
    return in_months(row["last_paid"], 1) - timedelta(days=1)


class BrokenDown(Measured):
    """Everything but movement."""

    def regions_listed(self) -> list[str]:
        return ["ID", *self.provinces, *self.regencies]

    def key(self, region: str, basis: str) -> Row:
        return {"as_of": self.as_of, "level": self.level(region), "region_code": region, "basis": basis}

    def eligible_of(self, region: str, segment: str = "TOTAL") -> int | None:
        denominator = self.denominators[region, segment]
        return denominator["eligible"] if denominator else None

    def programmes(self) -> list[Row]:
        found = []
        for basis in BASES:
            for region in self.regions_listed():
                for programme in PROGRAMMES:
                    active = sum(
                        any(row[programme.lower()] for row in person.registrations)
                        for person in self.people_in(region, basis)
                    )
                    active += sum(r["head_count"] for r in self.active_heads(region) if r[programme.lower()])
                    pct = share(active, self.eligible_of(region))
                    may_join = self.eligible_of(region, "PU" if programme in ("JP", "JKP") else "TOTAL")
                    row = {"programme": programme, "active": active, "coverage_pct": pct}
                    row |= {"may_join": may_join, "coverage_may_join_pct": share(active, may_join)}
                    row["flags"] = self.rate_flags(region, active)
                    found.append(self.key(region, basis) | row)
        return found

    def shares(self, name: str) -> list[Row]:
        value_of, values = {"funder": (funder, FUNDERS), "category": (category, CATEGORIES)}[name]
        found = []
        for basis in BASES:
            for region in self.regions_listed():
                for value in values:
                    people = [
                        person
                        for person in self.people_in(region, basis)
                        if value in {value_of(row) for row in person.registrations}
                    ]
                    heads = [row for row in self.active_heads(region) if value_of(row) == value]
                    active = len(people) + sum(row["head_count"] for row in heads)
                    paid_up = sum(row["head_count"] for row in heads if row["state"] == "current")
                    if active:
                        row = {
                            name: value,
                            "active": active,
                            "share_pct": share(active, self.total(region, basis, strict=False)),
                            "coverage_pct": share(active, self.eligible_of(region)),
                            "active_strict": paid_up + sum(person.is_strict for person in people),
                            "flags": self.rate_flags(region, active),
                        }
                        found.append(self.key(region, basis) | row)
        return found

    def segment_funders(self) -> list[Row]:
        found = []
        for basis in BASES:
            for region in self.regions_listed():
                for segment in SEGMENTS:
                    for fund in FUNDERS:
                        active = sum(
                            any(row["segment"] == segment and funder(row) == fund for row in person.registrations)
                            for person in self.people_in(region, basis)
                        )
                        if segment == "JAKON":
                            active += sum(r["head_count"] for r in self.active_heads(region) if funder(r) == fund)
                        if active:
                            row = {"segment": segment, "funder": fund, "active": active}
                            found.append(self.key(region, basis) | row)
        return found

    def sex_and_age(self, person: Person) -> tuple[str, str]:
        """Of the registration that places him, with the age that he reaches in the year."""
        sex, born = person.latest["sex"], person.latest["birth_year"]
        if born is None:
            return sex or UNKNOWN, UNKNOWN
        age = self.as_of.year - born
        return sex or UNKNOWN, "0-14" if age < 15 else next(name for youngest, name in AGES if age >= youngest)

    def sexes_and_ages(self) -> list[Row]:
        found = []
        for region in self.regions_listed():
            people = Counter(self.sex_and_age(person) for person in self.people_in(region, "nik"))
            people[UNKNOWN, UNKNOWN] += sum(row["head_count"] for row in self.active_heads(region))
            for sex in ("L", "P", UNKNOWN, "TOTAL"):
                for age in ("0-14", *(name for _, name in reversed(AGES)), UNKNOWN, "TOTAL"):
                    active = sum(
                        number
                        for (one, other), number in people.items()
                        if sex in (one, "TOTAL") and age in (other, "TOTAL")
                    )
                    if active and (sex, age) != ("TOTAL", "TOTAL"):
                        whole = self.total(region, "nik", strict=False)
                        row = {"sex": sex, "age_group": age, "active": active, "share_pct": share(active, whole)}
                        found.append(self.key(region, "nik") | row)
        return found

    def employers(self) -> list[Row]:
        """Of every active registration of a wage earner, whoever counts where."""
        rows = [row for row in newest_registrations(self.rows) if row["segment"] == "PU" and row["employer_id"]]
        active = [row for row in rows if state(row, self.as_of, self.settings) in ("current", "arrears")]
        found = []
        for region in self.regions_listed():
            here = {
                row["employer_id"]
                for row in active
                if region == "ID"
                or (row["region_workplace"] in self.regencies and row["region_workplace"].startswith(region))
            }
            found.append(self.key(region, "workplace") | {"employers": len(here)})
        return found

    def unpaid(self, row: Row) -> int:
        if row["state"] == "current":
            return 0
        if has_contract_end(row):
            return next(n for n in range(1, 20) if in_months(row["ends_on"], n) >= self.as_of)
        return months_between(row["last_paid"], self.as_of) - self.settings.payment_lag_months.of(row["segment"])

    def arrears(self) -> list[Row]:
        found = []
        for basis in BASES:
            for region in self.regions_listed():
                months = Counter(
                    min(self.unpaid(row) for row in person.registrations) for person in self.people_in(region, basis)
                )
                key = self.key(region, basis)
                found += [key | {"unpaid_months": unpaid, "active": months[unpaid]} for unpaid in sorted(months)]
        return found

    def expiry(self) -> list[Row]:
        found = []
        for basis in BASES:
            for region in self.regions_listed():
                ends = Counter(self.last_end(person) for person in self.people_in(region, basis))
                for ahead in (1, 2, 3):
                    month = in_months(self.as_of.replace(day=1), ahead)
                    for fund in FUNDERS:
                        for payment in PAYMENTS:
                            active = ends[month, fund, payment]
                            row = {"expires_month": month, "months_ahead": ahead, "funder": fund, "payment": payment}
                            if active:
                                found.append(self.key(region, basis) | row | {"active": active})
        return found

    def last_end(self, person: Person) -> tuple[date, str, str]:
        longest = max(
            person.registrations,
            key=lambda row: (last_protected_day(row), row["registered_on"] or LONG_AGO, row["registration_id"]),
        )
        paid_monthly = longest["segment"] == "PU" and longest["last_paid"] <= self.as_of
        payment = "contract" if has_contract_end(longest) else "monthly" if paid_monthly else "ahead"
        return last_protected_day(longest).replace(day=1), funder(longest), payment

    def is_vulnerable(self, person: Person) -> bool:
        wanted = self.settings.vulnerable_categories
        return any(category(row) in wanted for row in person.registrations)

    def village_target(self, village: str, ecosystem: list[Row]) -> int | None:
        """The target of its own that a village has."""
        rows = [
            (row["as_of_date"], row["position_date"], line, row["target"])
            for line, row in enumerate(ecosystem)
            if row["region_code"] == village
            and row["category"] == "PEKERJA_RENTAN"
            and row["as_of_date"] <= self.as_of
            and row["target"] is not None
        ]
        return max(rows)[-1] if rows else None

    def villages(self, ecosystem: list[Row]) -> list[Row]:
        listed = sorted(self.regions.villages["code"])
        own = {village: self.village_target(village, ecosystem) for village in listed}
        target = {v: self.settings.village_target if (mine := own[v]) is None else mine for v in listed}
        active = {
            village: sum(
                self.is_vulnerable(person) and person.latest["village"] == village
                for person in self.people_in(village[:5], "domicile")
            )
            for village in listed
        }
        found = []
        for region in self.regions_listed():
            inside = [v for v in listed if region == "ID" or v.startswith(region)]
            found.append(self.village_row(region, self.level(region), self.living_in(region), inside, active, target))
        found[0] |= self.elsewhere_in_nation()
        for district in sorted({village[:8] for village in listed}):
            inside = [v for v in listed if v.startswith(district)]
            people = sum(active[v] for v in inside)
            if people or any(own[v] is not None for v in inside):
                found.append(self.village_row(district, "district", people, inside, active, target))
        shown = [v for v in listed if active[v] or own[v] is not None]
        return found + [self.village_row(v, "village", active[v], [v], active, target) for v in shown]

    def living_in(self, region: str) -> int:
        """Vulnerable people who live in a known regency of the region."""
        if region == "ID":
            return sum(self.living_in(province) for province in self.provinces)
        return sum(self.is_vulnerable(person) for person in self.people_in(region, "domicile"))

    def elsewhere_in_nation(self) -> dict[str, int]:
        """Vulnerable people of the nation who are in none of its provinces."""
        everyone = [person for person in self.people_in("ID", "domicile") if self.is_vulnerable(person)]
        alone = [person for person in everyone if not self.counted("11") & person.segments]
        return {"nation_only": len(alone), "unplaced": len(everyone) - len(alone) - self.living_in("ID")}

    def village_row(
        self, region: str, level: str, people: int, inside: list[str], active: dict[str, int], target: dict[str, int]
    ) -> Row:
        return {
            "as_of": self.as_of,
            "level": level,
            "region_code": region,
            "basis": "domicile",
            "active": people,
            "target": sum(target[v] for v in inside),
            "villages": len(inside),
            "villages_reached": sum(active[v] >= target[v] for v in inside),
            "unplaced": 0,
            "nation_only": 0,
        }
