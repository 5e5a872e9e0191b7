"""What he knows of places: regions add up, and several tables and bases state the same number."""

from collections import defaultdict

import numpy as np

from tests.property.protect.knowledge import ABOVE, NOT_OF_NOW, Knowledge, Name, Terms


def regions(known: Knowledge) -> None:
    """Provinces are their regencies; a nation has the people of its provinces and perhaps more."""
    inside: dict[Name, list[Name]] = defaultdict(list)
    for name in known.values:
        table, column, basis, level, region, *key = name
        if level == "national" or column in ("unplaced", "nation_only", "employers"):
            continue
        above = region[: ABOVE[level]] or "ID"
        levels = {0: "national", 2: "province", 5: "regency", 8: "district"}
        inside[(table, column, basis, levels[ABOVE[level]], above, *key)].append(name)
    for whole, parts in inside.items():
        terms: Terms = {whole: 1.0, **dict.fromkeys(parts, -1.0)}
        may_have_more = whole[3] == "national" or (whole[0] == "ucj_village" and whole[3] == "regency")
        if may_have_more and whole[0] == "ucj_movement":
            continue
        if may_have_more and whole[0] != "ucj_village":
            more = beyond(known, whole[2]) if whole[0] not in NOT_OF_NOW else np.inf
            terms[("?", *whole)] = -1.0
            if np.isfinite(more):
                known.at_most.append(({("?", *whole): 1.0}, more))
        if whole[0] == "ucj_village" and whole[3] == "regency":
            terms[("?", *whole)] = -1.0
        known.say(terms, 0.0)


def beyond(known: Knowledge, basis: str) -> float:
    """How many people the nation has in all more than its provinces."""
    provinces = sum(row["active"] for key, row in known.totals.items() if key[0] == basis and len(key[1]) == 2
                    and key[1] != "ID")  # fmt: skip
    return float(known.totals[basis, "ID"]["active"] - provinces)


def same_numbers(known: Knowledge) -> None:
    """The nation is the same on every basis, a region that was not split by NIK and by adjusted NIK."""
    by_place: dict[Name, list[Name]] = defaultdict(list)
    for name in known.values:
        table, column, basis, level, region, *key = name
        split = any(code.startswith(region) for code in known.split)
        if level == "national" or (basis in ("nik", "nik_adjusted") and not split):
            by_place[(table, column, region, *key)].append(name)
    for first, *others in by_place.values():
        for other in others:
            known.say({first: 1.0, other: -1.0}, 0.0)
    agree = series_agree(known)
    for name in list(known.values):
        if name[0] in ("ucj_ecosystem", "ucj_ecosystem_movement", "ucj_ecosystem_trend"):
            same_category(known, name, agree=agree)


def same_category(known: Knowledge, name: Name, *, agree: bool) -> None:
    """Ecosystems are categories; people of a date compared with are those of the series."""
    table, column, basis, level, region, *key = name
    place, today = (basis, level, region), known.tables["ucj_coverage"]["as_of"][0]
    if table == "ucj_ecosystem" or column == "active_now" or key[1:] == [today]:
        known.say({name: 1.0, ("ucj_category", "active", *place, key[0]): -1.0}, 0.0)
    elif column == "active_then":
        trend = ("ucj_ecosystem_trend", "active", *place, *key)
        if trend in known.values and agree:
            known.say({name: 1.0, trend: -1.0}, 0.0)


def series_agree(known: Knowledge) -> bool:
    """Whether what is shown of a date compared with is what the series shows of it, wherever both are shown."""
    for name, then in known.values.items():
        if name[:2] == ("ucj_ecosystem_movement", "active_then"):
            series = known.values.get(("ucj_ecosystem_trend", "active", *name[2:]))
            if None not in (then, series) and then != series:
                return False
    return True
