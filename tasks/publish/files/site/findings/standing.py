"""Where a region stands: whether it rose, its rank, its target, the regions around it, and whether data are missing.

An official reads this first, so it is said in a few sentences and bars, and again in full by the sections below.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from expectations.written import ENGLISH, INDONESIAN, counted
from tasks.publish.files.site.findings.coverage import CENT, change_told, goal_of, of_targets
from tasks.publish.files.site.region_facts import RegionFacts, Row
from warehouse.dimensions.closed_lists import NATION
from warehouse.figures.schema import Text


@dataclass(frozen=True, kw_only=True)
class StandingLine:
    """One sentence of where a region stands. warns: whether the figures are not to be read without it."""

    text: Text
    warns: bool = False


@dataclass(frozen=True, kw_only=True)
class StandingBar:
    """A bar of coverage. path: the page that it leads to, beside pages of regions. goal: whether it is of a target."""

    name: Text
    row: Row
    path: str | None = None
    goal: bool = False


def standing_lines(region: RegionFacts) -> tuple[StandingLine, ...]:
    """Change, rank, target and completeness, each where it is known."""
    change = change_told(region.of["ucj_movement"], basis=region.coverage["basis"])
    found = (change, _rank(region), _target(region))
    complete = region_completeness(region.coverage)
    return (*(StandingLine(text=text) for text in found if text), *([complete] if complete else []))


def region_completeness(row: Row) -> StandingLine | None:
    """Whether all branches are in, by a row of coverage; None where the release does not tell."""
    new, old, none = (row[name] for name in ("branches_in", "branches_carried_forward", "branches_missing"))
    return None if None in (new, old, none) else completeness_line(new=new, old=old, none=none)


def standing_bars(region: RegionFacts) -> list[StandingBar]:
    """The region, those that it lies in, and the target that it is held to; nothing for the nation."""
    if not region.around or region.coverage["coverage_pct"] is None:
        return []
    regions = [
        StandingBar(
            name=Text(id=row["region_name"], en=row["region_name"]),
            row=row,
            path=None
            if row is region.coverage
            else "../index.html"
            if row["region_code"] == NATION
            else f"{row['region_code']}.html",
        )
        for row in (region.coverage, *region.around)
        if row["coverage_pct"] is not None
    ]
    return [*regions, *_goal_bar(region)]


def completeness_line(*, new: int, old: int, none: int) -> StandingLine:
    """Whether all branches are in. new, old, none: branches with new data, with older data, and with none."""
    expected = new + old + none
    if not old and not none:
        return StandingLine(
            text=Text(
                id=f"Data lengkap: semua kantor cabang masuk ({INDONESIAN.number(expected)})",
                en=f"Data complete: all branches are in ({ENGLISH.number(expected)})",
            )
        )
    parts_id = [f"Data belum lengkap: {INDONESIAN.number(new)} dari {INDONESIAN.number(expected)} kantor cabang masuk"]
    parts_en = [f"Data incomplete: {ENGLISH.number(new)} of {counted(expected, 'branch', 'branches')} are in"]
    if old:
        parts_id.append(f"{INDONESIAN.number(old)} dihitung dengan data lama")
        parts_en.append(f"{ENGLISH.number(old)} counted with older data")
    if none:
        parts_id.append(f"{INDONESIAN.number(none)} belum ada datanya")
        parts_en.append(f"{ENGLISH.number(none)} without data yet")
    return StandingLine(text=Text(id="; ".join(parts_id), en="; ".join(parts_en)), warns=True)


def _rank(region: RegionFacts) -> Text | None:
    """The rank of a regency in its province and in the nation, of a province in the nation, and among how many."""
    national, among = region.coverage["rank_national"], region.ranked["rank_national"]
    if national is None or not region.around:
        return None
    if region.level == "province":
        return Text(id=f"Peringkat {national} dari {among} provinsi", en=f"Rank {national} of {among} provinces")
    within, near = region.coverage["rank_in_province"], region.ranked["rank_in_province"]
    province = region.around[0]["region_name"]
    return Text(
        id=f"Peringkat {within} dari {near} kabupaten/kota di {province}, {national} dari {among} di Indonesia",
        en=f"Rank {within} of {near} regencies and cities in {province}, {national} of {among} in Indonesia",
    )


def _target(region: RegionFacts) -> Text | None:
    """What is short of the region's own target; without one, of the target of the nearest region around it."""
    if region.targets:
        return of_targets(region.targets)
    where, rows = region.targets_around
    goal, coverage = goal_of(rows), region.coverage["coverage_pct"]
    if goal is None or coverage is None:
        return None
    wanted = goal["target_pct"].quantize(CENT)
    short, name = wanted - coverage, f"{goal['issuer']} {goal['year']}"
    if short <= 0:
        return Text(
            id=f"Belum ada target sendiri; sudah mencapai target {where} menurut {name} ({INDONESIAN.percent(wanted)})",
            en=f"No target of its own; it has reached the target of {where} by {name} ({ENGLISH.percent(wanted)})",
        )
    return Text(
        id=f"Belum ada target sendiri; kurang {INDONESIAN.number(short, decimals=2)} poin dari target "
        f"{where} menurut {name} ({INDONESIAN.percent(wanted)})",
        en=f"No target of its own; {ENGLISH.number(short, decimals=2)} points below the target of "
        f"{where} by {name} ({ENGLISH.percent(wanted)})",
    )


def _goal_bar(region: RegionFacts) -> Iterator[StandingBar]:
    where, rows = ("", region.targets) if region.targets else region.targets_around
    goal = goal_of(rows)
    if goal is not None:
        of = f" ({where})" if where else ""
        name = f"{goal['issuer']} {goal['year']}{of}"
        reached = goal["target_pct"].quantize(CENT)
        row = {"coverage_pct": reached, "coverage_strict_pct": reached}
        yield StandingBar(name=Text(id=f"Target {name}", en=f"Target {name}"), row=row, goal=True)
