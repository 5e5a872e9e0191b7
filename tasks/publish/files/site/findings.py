"""What the tables of a region say, in one sentence each; nothing where their figures do not suffice.

A sentence is made of figures that are shown only: where one of a sum is hidden it says "at least", or nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from expectations.contracts.codes import code_lists
from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.files.site.bases import ALL_BASES
from tasks.publish.files.site.pyramid import of_sexes
from tasks.publish.files.site.region_facts import RegionFacts, Row, is_hidden
from tasks.publish.files.site.sections import LISTS, WORDS
from warehouse.figures.schema import Text

CENT = Decimal("0.01")
MONTHS_AHEAD = 3


def named(column: str, value: object) -> Text:
    """A code in words; the code itself where no list has it."""
    text = str(value)
    if text in WORDS:
        return WORDS[text]
    listed = code_lists().get(LISTS.get(column, ""))
    for code in listed.codes if listed else ():
        if code.code == text:
            return Text(id=code.name_id, en=code.name_en)
    return Text(id=text, en=text)


def headline(row: Row) -> Text:
    """What a regent asks first, by a row of coverage: how many, against whom."""
    if row["coverage_pct"] is None:
        return Text(
            id=f"{INDONESIAN.number(row['active'])} pekerja terlindungi; jumlah pekerja yang berhak tidak tersedia",
            en=f"{ENGLISH.number(row['active'])} workers covered; the number of eligible workers is not available",
        )
    return Text(
        id=f"{INDONESIAN.percent(row['coverage_pct'])} pekerja yang berhak terlindungi: "
        f"{INDONESIAN.number(row['active'])} dari {INDONESIAN.number(row['eligible'])} orang",
        en=f"{ENGLISH.percent(row['coverage_pct'])} of eligible workers are covered: "
        f"{ENGLISH.number(row['active'])} of {ENGLISH.number(row['eligible'])} people",
    )


def of_targets(rows: Sequence[Row]) -> Text | None:
    """The nearest target that is not reached yet, else that all are."""
    if all(row["gap_points"] is None for row in rows):
        return None
    row = goal_of(rows)
    if row is None:
        return Text(id="Semua target tercapai", en="All targets are reached")
    return Text(
        id=f"Kurang {INDONESIAN.number(row['gap_people'])} orang dari target {row['issuer']} {row['year']} "
        f"({INDONESIAN.percent(row['target_pct'].quantize(CENT))})",
        en=f"{ENGLISH.number(row['gap_people'])} people short of the target {row['issuer']} {row['year']} "
        f"({ENGLISH.percent(row['target_pct'].quantize(CENT))})",
    )


def goal_of(rows: Sequence[Row]) -> Row | None:
    """The nearest target that is not reached yet."""
    missing = [row for row in rows if row["gap_points"] is not None and row["gap_points"] > 0]
    return min(missing, key=lambda row: (row["year"], row["gap_points"]), default=None)


def of_trend(rows: Sequence[Row]) -> Text | None:
    """How far coverage moved from the first date to the last."""
    known = sorted((row for row in rows if row["coverage_pct"] is not None), key=lambda row: row["series_date"])
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    moved = last["coverage_pct"] - first["coverage_pct"]
    word = ("naik", "up") if moved > 0 else ("turun", "down") if moved < 0 else ("tetap", "unchanged by")
    return Text(
        id=f"Cakupan {word[0]} {INDONESIAN.number(abs(moved), decimals=2)} poin sejak "
        f"{INDONESIAN.day(first['series_date'])}: dari {INDONESIAN.percent(first['coverage_pct'])} menjadi "
        f"{INDONESIAN.percent(last['coverage_pct'])}",
        en=f"Coverage {word[1]} {ENGLISH.number(abs(moved), decimals=2)} points since "
        f"{ENGLISH.day(first['series_date'])}: from {ENGLISH.percent(first['coverage_pct'])} to "
        f"{ENGLISH.percent(last['coverage_pct'])}",
    )


def of_movement(rows: Sequence[Row]) -> Text | None:
    """The net change since the earliest date compared with that has one."""
    known = sorted((row for row in rows if row["net"] is not None), key=lambda row: row["compared_with"])
    if not known:
        return None
    row = known[0]
    return Text(
        id=f"{INDONESIAN.signed(row['net'])} orang sejak {INDONESIAN.day(row['compared_with'])}",
        en=f"{ENGLISH.signed(row['net'])} people since {ENGLISH.day(row['compared_with'])}",
    )


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
            en=f"Most: {name.en}, {ENGLISH.number(row['active'])} people",
        )

    return found


def of_employers(rows: Sequence[Row]) -> Text | None:
    """How many employers have wage earners who work in the region."""
    number = rows[0]["employers"]
    if number is None:
        return None
    return Text(
        id=f"{INDONESIAN.number(number)} pemberi kerja mempunyai penerima upah aktif yang bekerja di sini",
        en=f"{ENGLISH.number(number)} employers have active wage earners who work here",
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
        en=f"{ENGLISH.number(reached)} of {ENGLISH.number(all_of_them)} villages reach their target of "
        + (f"{ENGLISH.number(each)} vulnerable workers a village" if each else "vulnerable workers"),
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
        en=f"The protection of {'at least ' if hidden else ''}{ENGLISH.number(count)} people ends within "
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
        en=f"{ENGLISH.number(count)} people new since {ENGLISH.day(day)}, paid for by {name.en}, raise coverage from "
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


def highest_and_lowest(rows: Sequence[Row]) -> Text | None:
    """The regions of the highest and of the lowest coverage, where two or more have one."""
    known = [row for row in rows if row["coverage_pct"] is not None]
    if len(known) < 2:
        return None
    high, low = (pick(known, key=lambda row: row["coverage_pct"]) for pick in (max, min))
    return Text(
        id=f"Tertinggi: {high['region_name']}, {INDONESIAN.percent(high['coverage_pct'])}; terendah: "
        f"{low['region_name']}, {INDONESIAN.percent(low['coverage_pct'])}",
        en=f"Highest: {high['region_name']}, {ENGLISH.percent(high['coverage_pct'])}; lowest: "
        f"{low['region_name']}, {ENGLISH.percent(low['coverage_pct'])}",
    )


def of_bases(rows: Sequence[Row]) -> Text | None:
    """Coverage on each basis, the highest first."""
    known = sorted(
        (row for row in rows if row["coverage_pct"] is not None), key=lambda row: row["coverage_pct"], reverse=True
    )
    if len(known) < 2:
        return None
    names = {one.code: one for one in ALL_BASES}
    return Text(
        id="Cakupan: "
        + "; ".join(f"{INDONESIAN.percent(row['coverage_pct'])} basis {names[row['basis']].name}" for row in known),
        en="Coverage: "
        + "; ".join(f"{ENGLISH.percent(row['coverage_pct'])} basis {names[row['basis']].name_en}" for row in known),
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
        en=f"{'At least ' if hidden else ''}{ENGLISH.number(count)} active people have not paid for a month or more",
    )


FINDINGS: Mapping[str, Callable[[Sequence[Row]], Text | None]] = {
    "ucj_target": of_targets,
    "ucj_trend": of_trend,
    "ucj_movement": of_movement,
    "ucj_segment": largest("segment"),
    "ucj_employer": of_employers,
    "ucj_ecosystem": of_ecosystems,
    "ucj_category": largest("category"),
    "ucj_funder": largest("funder"),
    "ucj_expiry": of_expiry,
    "ucj_benefit": of_benefits,
    "ucj_programme": largest("programme"),
    "ucj_arrears": of_arrears,
}


def finding(table: str, rows: Sequence[Row], *, region: RegionFacts) -> Text | None:
    """The sentence of a table's rows of one region."""
    if table == "ucj_cohort":
        return of_cohorts(rows, coverage=region.coverage)
    if table == "ucj_village":
        return of_villages(rows, areas=region.areas)
    if table == "ucj_sex_age":
        return of_sexes(rows, active=region.coverage["active"])
    made = FINDINGS.get(table)
    return made(rows) if made and rows else None
