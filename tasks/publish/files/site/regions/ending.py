"""Who pays for the protection that ends in the coming months: one row a funder, one column a month."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from expectations.written import INDONESIAN, counted
from tasks.publish.files.site.findings.groups import MONTHS_AHEAD
from tasks.publish.files.site.region_facts import Row
from tasks.publish.files.site.words import named
from warehouse.figures.schema import CONFIDENTIAL, Text, status_name

MONTHLY = "monthly"  # wage earners whose employer pays month by month: their protection ends each month and goes on


@dataclass(frozen=True, kw_only=True)
class FunderEnding:
    """A funder and a way of paying. cells: the row of the table for each month, None where nobody's protection ends."""

    funder: Text
    payment: Text
    cells: Sequence[Row | None]


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What ends in which month by funder, and what it says."""

    months: Sequence[date]
    rows: Sequence[FunderEnding]
    finding: Text | None


def ending_by_funder(rows: Sequence[Row]) -> Ending | None:
    """Protection that was paid ahead or ends with a contract, the funder of most people first; None without any."""
    paid = [row for row in rows if row["payment"] != MONTHLY]
    if not paid:
        return None
    months = sorted({row["expires_month"] for row in rows})
    groups: dict[tuple[str, str], dict[date, Row]] = defaultdict(dict)
    for row in paid:
        groups[row["funder"], row["payment"]][row["expires_month"]] = row
    ordered = sorted(groups.items(), key=lambda one: (-_people(one[1]), one[0]))
    shown = [
        FunderEnding(
            funder=named("funder", funder),
            payment=named("payment", payment),
            cells=[by_month.get(month) for month in months],
        )
        for (funder, payment), by_month in ordered
    ]
    return Ending(months=months, rows=shown, finding=_finding(paid))


def _people(by_month: Mapping[date, Row]) -> int:
    return sum(row["active"] or 0 for row in by_month.values())


def _finding(paid: Sequence[Row]) -> Text | None:
    people: dict[str, int] = defaultdict(int)
    for row in paid:
        people[row["funder"]] += row["active"] or 0
    funder = max(people, key=lambda one: (people[one], one))
    if not people[funder]:
        return None
    hidden = any(row[status_name("active")] == CONFIDENTIAL for row in paid if row["funder"] == funder)
    name = named("funder", funder)
    return Text(
        id=f"Terbanyak berakhir dalam {MONTHS_AHEAD} bulan: {name.id}, {'sedikitnya ' if hidden else ''}"
        f"{INDONESIAN.number(people[funder])} orang",
        en=f"Most end within {MONTHS_AHEAD} months: {name.en}, {'at least ' if hidden else ''}"
        f"{counted(people[funder], 'person', 'people')}",
    )
