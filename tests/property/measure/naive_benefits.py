"""Benefits counted claim by claim, from the written definitions, to compare `tasks.measure` with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

PROGRAMMES = ("JKK", "JKM", "JHT", "JP", "JKP", "BEASISWA")
Row = dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """A benefit paid; `region` None: the NIK names none."""

    region: str | None
    programme: str
    amount: Decimal
    paid_on: date


def months(claims: Sequence[Claim], as_of: date) -> list[Row]:
    """Rows of `ucj_benefit`."""
    starts = [date(year, month, 1) for year in (as_of.year - 1, as_of.year) for month in range(1, 13)]
    rows = []
    for region in regions(claims):
        for start in starts:
            for programme in PROGRAMMES:
                paid = [
                    one for one in counted(claims, region, as_of)
                    if (one.paid_on.year, one.paid_on.month) == (start.year, start.month) and one.programme == programme
                ]  # fmt: skip
                if paid:
                    rows.append(row(region, as_of, paid) | {"period": start, "programme": programme})
    return rows


def years(claims: Sequence[Claim], as_of: date) -> list[Row]:
    """Rows of `ucj_benefit_year`."""
    rows = []
    for region in regions(claims):
        for year in (as_of.year - 1, as_of.year):
            for programme in (*PROGRAMMES, "TOTAL"):
                paid = [
                    one for one in counted(claims, region, as_of)
                    if one.paid_on.year == year and programme in (one.programme, "TOTAL")
                ]  # fmt: skip
                if paid:
                    rows.append(row(region, as_of, paid) | {"year": year, "programme": programme})
    return rows


def regions(claims: Sequence[Claim]) -> list[str]:
    known = {one.region for one in claims if one.region is not None}
    return ["ID", *sorted({region[:2] for region in known}), *sorted(known)]


def counted(claims: Sequence[Claim], region: str, as_of: date) -> list[Claim]:
    return [
        one for one in claims
        if date(as_of.year - 1, 1, 1) <= one.paid_on <= as_of
        and (region == "ID" or (one.region is not None and one.region.startswith(region)))
    ]  # fmt: skip


def row(region: str, as_of: date, paid: Sequence[Claim]) -> Row:
    rupiah = sorted((round(one.amount) for one in paid), reverse=True)
    return {
        "as_of": as_of,
        "level": "national" if region == "ID" else "province" if len(region) == 2 else "regency",
        "region_code": region,
        "basis": "nik",
        "claims": len(paid),
        "amount_rupiah": sum(rupiah),
        "largest_claim": rupiah[0],
        "second_largest_claim": rupiah[1] if len(rupiah) > 1 else 0,
    }
