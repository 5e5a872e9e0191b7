"""What figures of coverage say, in one sentence each: how high it is, whether it rose, what is short of a target."""

from collections.abc import Sequence
from decimal import Decimal

from expectations.written import ENGLISH, INDONESIAN, counted, noun
from tasks.publish.files.site.bases import ALL_BASES
from tasks.publish.files.site.comparable import OLDER_DATA, OTHER_ELIGIBLE, caveats, compares, since_the_same_branches
from tasks.publish.files.site.region_facts import Row
from warehouse.figures.schema import Text

CENT = Decimal("0.01")
SINCE = {  # comparison dates of `ucj_movement`, in the order in which they are told
    "year_ago": Text(id="bulan yang sama tahun lalu", en="the same month last year"),
    "previous_month": Text(id="akhir bulan lalu", en="the end of last month"),
}


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
    """How far coverage moved from the first date to the last, over dates at which the same branches were in."""
    known = [row for row in since_the_same_branches(rows) if row["coverage_pct"] is not None]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    moved = last["coverage_pct"] - first["coverage_pct"]
    other = caveats(known[1:], OLDER_DATA, OTHER_ELIGIBLE)
    word = ("naik", "up") if moved > 0 else ("turun", "down") if moved < 0 else ("tetap", "unchanged by")
    return Text(
        id=f"Cakupan {word[0]} {INDONESIAN.number(abs(moved), decimals=2)} poin sejak "
        f"{INDONESIAN.day(first['series_date'])}: dari {INDONESIAN.percent(first['coverage_pct'])} menjadi "
        f"{INDONESIAN.percent(last['coverage_pct'])}{other.id}",
        en=f"Coverage {word[1]} {ENGLISH.number(abs(moved), decimals=2)} points since "
        f"{ENGLISH.day(first['series_date'])}: from {ENGLISH.percent(first['coverage_pct'])} to "
        f"{ENGLISH.percent(last['coverage_pct'])}{other.en}",
    )


def change_told(rows: Sequence[Row], *, basis: str) -> Text | None:
    """How far coverage moved since a year and since a month ago, by rows of movement; None where neither compares."""
    by_date = {row["comparison"]: row for row in rows if row["basis"] == basis and row["change_points"] is not None}
    parts_id, parts_en = [], []
    for name, since in SINCE.items():
        if name in by_date:
            row, moved = by_date[name], by_date[name]["change_points"]
            other = caveats([row], OLDER_DATA, OTHER_ELIGIBLE)
            size_id = f" {INDONESIAN.number(abs(moved), decimals=2)} poin" if moved else ""
            size_en = f" {ENGLISH.number(abs(moved), decimals=2)} points" if moved else ""
            parts_id.append(f"{('naik', 'tetap', 'turun')[_way(moved)]}{size_id} dibanding {since.id}{other.id}")
            parts_en.append(f"{('up', 'unchanged', 'down')[_way(moved)]}{size_en} since {since.en}{other.en}")
    if not parts_id:
        return None
    return Text(id=f"Cakupan {'; '.join(parts_id)}", en=f"Coverage {'; '.join(parts_en)}")


def of_movement(rows: Sequence[Row]) -> Text | None:
    """The net change since the earliest date compared with at which the same branches were in, else that none was."""
    known = sorted((row for row in rows if row["net"] is not None), key=lambda row: row["compared_with"])
    same_branches = [row for row in known if compares(row)]
    if not known:
        return None
    if not same_branches:
        day = known[-1]["compared_with"]
        return Text(
            id=f"Perubahan sejak {INDONESIAN.day(day)} belum dapat dinyatakan: saat itu sebagian kantor cabang belum "
            "ada datanya",
            en=f"The change since {ENGLISH.day(day)} cannot be told yet: some branches had no data then",
        )
    row, other = same_branches[0], caveats(same_branches[:1], OLDER_DATA)
    return Text(
        id=f"{INDONESIAN.signed(row['net'])} orang sejak {INDONESIAN.day(row['compared_with'])}{other.id}",
        en=f"{ENGLISH.signed(row['net'])} {noun(row['net'], 'person', 'people')} since "
        f"{ENGLISH.day(row['compared_with'])}{other.en}",
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


def _way(moved: Decimal) -> int:
    """0 up, 1 unchanged, 2 down."""
    return 1 - (moved > 0) + (moved < 0)
