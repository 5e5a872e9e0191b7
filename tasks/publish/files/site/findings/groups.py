"""What figures of groups of people say, in one sentence each: who they are, who pays for them, what is paid to them.

A sentence is made of figures that are shown only: where one of a sum is hidden it says "at least", or nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from expectations.written import ENGLISH, INDONESIAN, counted
from tasks.publish.files.site.region_facts import Row, is_hidden
from tasks.publish.files.site.words import named
from warehouse.figures.schema import Text

MONTHS_AHEAD = 3


def largest(column: str) -> Callable[[Sequence[Row]], Text | None]:
    """The group with the most active people among those that are shown."""

    def found(rows: Sequence[Row]) -> Text | None:
        shown = [row for row in rows if row["active"]]
        if not shown:
            return None
        row = max(shown, key=lambda one: one["active"])
        name = named(column, row[column])
        return Text(
            id=f"Terbanyak: {name.id}, {INDONESIAN.number(row['active'])} orang",
            en=f"Most: {name.en}, {counted(row['active'], 'person', 'people')}",
        )

    return found


def of_employers(rows: Sequence[Row]) -> Text | None:
    """How many employers have wage earners who work in the region."""
    number = rows[0]["employers"]
    if number is None:
        return None
    return Text(
        id=f"{INDONESIAN.number(number)} pemberi kerja mempunyai penerima upah aktif yang bekerja di sini",
        en=f"{counted(number, 'employer has', 'employers have')} active wage earners who work here",
    )


def of_ecosystems(rows: Sequence[Row]) -> Text | None:
    """The group that is covered least."""
    known = [row for row in rows if row["coverage_pct"] is not None]
    if not known:
        return None
    row = min(known, key=lambda one: one["coverage_pct"])
    name = named("category", row["category"])
    return Text(
        id=f"Paling sedikit terlindungi: {name.id}, {INDONESIAN.percent(row['coverage_pct'])}",
        en=f"Covered least: {name.en}, {ENGLISH.percent(row['coverage_pct'])}",
    )


def of_villages(rows: Sequence[Row], *, areas: Sequence[Row]) -> Text | None:
    """How many villages have as many vulnerable workers as they should, and how many that is where it is the same."""
    if not rows or rows[0]["villages_reached"] is None:
        return None
    reached, all_of_them = rows[0]["villages_reached"], rows[0]["villages"]
    targets = {row["target"] for row in areas if row["level"] == "village"}
    each = targets.pop() if len(targets) == 1 else None
    return Text(
        id=f"{INDONESIAN.number(reached)} dari {INDONESIAN.number(all_of_them)} desa mencapai target "
        + (f"{INDONESIAN.number(each)} pekerja rentan per desa" if each else "pekerja rentan"),
        en=f"{ENGLISH.number(reached)} of {counted(all_of_them, 'village', 'villages')} "
        f"{'reaches' if reached == 1 else 'reach'} the target of "
        + (f"{counted(each, 'vulnerable worker')} a village" if each else "vulnerable workers"),
    )


def of_expiry(rows: Sequence[Row]) -> Text | None:
    """How many people's protection ends in the next months, by the months that are shown."""
    soon = [row for row in rows if row["months_ahead"] <= MONTHS_AHEAD]
    count = sum(row["active"] or 0 for row in soon)
    if not count:
        return None
    hidden = any(is_hidden(row, "active") for row in soon)
    return Text(
        id=f"{'Sedikitnya ' if hidden else ''}{INDONESIAN.number(count)} orang berakhir perlindungannya dalam "
        f"{MONTHS_AHEAD} bulan",
        en=f"The protection of {'at least ' if hidden else ''}{counted(count, 'person', 'people')} ends within "
        f"{MONTHS_AHEAD} months",
    )


def of_cohorts(rows: Sequence[Row], *, coverage: Row) -> Text | None:
    """How far the new people of one funder, the one with the most, raised coverage."""
    groups: dict[tuple[date, str, str], list[Row]] = defaultdict(list)
    for row in rows:  # two comparisons may begin on the same day
        groups[row["compared_with"], row["funder"], row["comparison"]].append(row)
    whole = {
        key: (sum(row["active"] for row in group), sum(row["share_points"] for row in group))
        for key, group in groups.items()
        if all(row["active"] is not None and row["share_points"] is not None for row in group)
    }
    if not whole or coverage["coverage_pct"] is None:
        return None
    (day, funder, _), (count, points) = max(whole.items(), key=lambda one: (one[1][0], one[0]))
    name, before = named("funder", funder), coverage["coverage_pct"] - points
    return Text(
        id=f"{INDONESIAN.number(count)} peserta baru sejak {INDONESIAN.day(day)} yang dibiayai {name.id} menaikkan "
        f"cakupan dari {INDONESIAN.percent(before)} menjadi {INDONESIAN.percent(coverage['coverage_pct'])}",
        en=f"{counted(count, 'person', 'people')} new since {ENGLISH.day(day)}, paid for by {name.en}, "
        "raise coverage from "
        f"{ENGLISH.percent(before)} to {ENGLISH.percent(coverage['coverage_pct'])}",
    )


def of_benefits(rows: Sequence[Row]) -> Text | None:
    """What was paid in all the months that are shown."""
    paid = sum(row["amount_rupiah"] or 0 for row in rows)
    if not paid:
        return None
    hidden = any(is_hidden(row, "amount_rupiah") for row in rows)
    first = min(row["period"] for row in rows)
    return Text(
        id=f"{'Sedikitnya ' if hidden else ''}Rp{INDONESIAN.number(paid)} dibayarkan sejak {INDONESIAN.day(first)}",
        en=f"{'At least Rp' if hidden else 'Rp'}{ENGLISH.number(paid)} paid since {ENGLISH.day(first)}",
    )


def of_arrears(rows: Sequence[Row]) -> Text | None:
    """How many of the active people have not paid a month or more."""
    late = [row for row in rows if row["unpaid_months"] > 0]
    count = sum(row["active"] or 0 for row in late)
    if not count:
        return None
    hidden = any(is_hidden(row, "active") for row in late)
    return Text(
        id=f"{'Sedikitnya ' if hidden else ''}{INDONESIAN.number(count)} peserta aktif menunggak satu bulan atau lebih",
        en=f"{'At least ' if hidden else ''}{counted(count, 'active person has', 'active people have')} "
        "not paid for a month or more",
    )
