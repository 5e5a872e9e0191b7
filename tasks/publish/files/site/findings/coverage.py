"""What figures of coverage say, in one sentence each: how high it is, whether it rose, what is short of a target."""

from collections.abc import Sequence
from decimal import Decimal

from expectations.written import ENGLISH, INDONESIAN, counted, noun
from tasks.publish.files.site.bases import ALL_BASES
from tasks.publish.files.site.region_facts import Row
from warehouse.figures.schema import Text

CENT = Decimal("0.01")


def headline(row: Row) -> Text:
    """What a regent asks first, by a row of coverage: how many, against whom."""
    if row["coverage_pct"] is None:
        return Text(
            id=f"{INDONESIAN.number(row['active'])} pekerja terlindungi; jumlah pekerja yang berhak tidak tersedia",
            en=f"{counted(row['active'], 'worker')} covered; the number of eligible workers is not available",
        )
    return Text(
        id=f"{INDONESIAN.percent(row['coverage_pct'])} pekerja yang berhak terlindungi: "
        f"{INDONESIAN.number(row['active'])} dari {INDONESIAN.number(row['eligible'])} orang",
        en=f"{ENGLISH.percent(row['coverage_pct'])} of eligible workers are covered: "
        f"{ENGLISH.number(row['active'])} of {counted(row['eligible'], 'person', 'people')}",
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
        en=f"{counted(row['gap_people'], 'person', 'people')} short of the target {row['issuer']} {row['year']} "
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
        en=f"{ENGLISH.signed(row['net'])} {noun(row['net'], 'person', 'people')} since "
        f"{ENGLISH.day(row['compared_with'])}",
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
