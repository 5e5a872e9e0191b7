"""What he knows of the people of one region: sums, parts and wholes, and what is computed from a count."""

from collections import defaultdict

from tests.property.protect.knowledge import COUNTS, HIDDEN, NOT_OF_NOW, Knowledge, Name


def within_regions(known: Knowledge) -> None:
    """Arrears, movement and cohorts add up within a region; vulnerable workers are a category."""
    months: dict[Name, list[Name]] = defaultdict(list)
    groups: dict[Name, list[Name]] = defaultdict(list)
    for name in known.values:
        if name[0] == "ucj_arrears":
            months[name[2:5]].append(name)
        if name[0] == "ucj_cohort":
            groups[name[2:6]].append(name)
    for (basis, _, region), names in months.items():
        total = known.totals[basis, region]
        linked = total["active"] - total["active_unlinked"]
        known.say(dict.fromkeys(names, 1.0), linked)
        paid_up = [name for name in names if name[5] == 0]
        known.say(dict.fromkeys(paid_up, 1.0), total["active_strict"] - total["active_unlinked"])
    for row in known.tables["ucj_movement"].iter_rows(named=True):
        if row["new"] is None and row["new_status"] != HIDDEN:
            continue
        of = {o: known.name("ucj_movement", o, row, ["compared_with"]) for o in COUNTS["ucj_movement"][0]}
        signs = {"new": 1.0, "returned": 1.0, "lapsed": -1.0, "ended": -1.0, "gone": -1.0}
        known.say({of[outcome]: sign for outcome, sign in signs.items()}, row["net"])
        older = {of["left_on_older_positions"]: 1.0, of["lapsed"]: -1.0, of["ended"]: -1.0}
        known.say(older, 0.0, at_most=True)
        cohort = groups.get((row["basis"], row["level"], row["region_code"], row["compared_with"]), [])
        known.say({of["new"]: 1.0, **dict.fromkeys(cohort, -1.0)}, 0.0)
    for name in list(known.values):
        if name[0] == "ucj_village" and name[1] == "active" and name[3] in ("national", "province", "regency"):
            category = ("ucj_category", "active", *name[2:5], "PEKERJA_RENTAN")
            beside = [("ucj_village", one, *name[2:5]) for one in ("unplaced", "nation_only")]
            heads = ("?", "heads", *name)
            terms = {category: 1.0, name: -1.0, heads: -1.0, **dict.fromkeys(beside, -1.0)}
            known.say(terms, 0.0)
            known.at_most.append(({heads: 1.0}, float(known.totals[name[2], name[4]]["active_unlinked"])))


def wholes(known: Knowledge) -> None:
    """Parts are within wholes, and cover them."""
    covering: dict[Name, list[Name]] = defaultdict(list)
    for name, value in known.values.items():
        table, column, basis, level, region, *key = name
        if table in ("ucj_funder", "ucj_category") and column == "active":
            covering[(table, basis, region)].append(name)
        if column == "active_strict":
            known.say({name: 1.0, ("ucj_category", "active", basis, level, region, *key): -1.0}, 0.0, at_most=True)
        if value is None and table not in NOT_OF_NOW:
            total = known.totals.get((basis, region[:5]))
            if total is not None:
                known.at_most.append(({name: 1.0}, float(total["active"])))
    for (_, basis, region), names in covering.items():
        known.say(dict.fromkeys(names, -1.0), -known.totals[basis, region]["active"], at_most=True)


def parts_of_people(known: Knowledge) -> None:
    """People who are new are within their funder and category, pairs within their funder; a funder of one
    segment is the pair of both.

    What pairs tell together of their funder and segment is left out: docs/disclosure.md says so.
    """
    pairs: dict[Name, list[Name]] = defaultdict(list)
    new: dict[Name, list[Name]] = defaultdict(list)
    for name in known.values:
        if name[0] == "ucj_segment_funder":
            *place, _, funder = name[2:]
            pairs[("ucj_funder", "active", *place, funder)].append(name)
        if name[0] == "ucj_cohort":
            *place, compared_with, funder, category = name[2:]
            new[("ucj_funder", "active", *place, funder, compared_with)].append(name)
            new[("ucj_category", "active", *place, category, compared_with)].append(name)
    for (*whole, _), parts in new.items():
        known.say({**dict.fromkeys(parts, 1.0), tuple(whole): -1.0}, 0.0, at_most=True)
    for funder, parts in pairs.items():
        for part in parts:  # where it is one, everyone whom the funder pays for is in that segment
            known.say({part: 1.0, funder: -1.0}, 0.0, at_most=len(parts) > 1)


def derived(known: Knowledge) -> None:
    """Whatever is shown beside a hidden count and is computed from it."""
    for table, (columns, keys) in known.counts.items():
        for row in known.tables[table].iter_rows(named=True):
            hidden = {c: known.name(table, c, row, keys) for c in columns if row[f"{c}_status"] == HIDDEN}
            total = known.totals.get((row["basis"], row["region_code"]))
            if not hidden:
                continue
            wholes = {"share_pct": total and total["active"], "coverage_pct": row.get("population") or (
                total and total["eligible"])}  # fmt: skip
            for rate, whole in wholes.items():
                if row.get(rate) is not None and "active" in hidden and whole:
                    for sign in (1.0, -1.0):
                        right = sign * float(row[rate]) * whole / 100 + 0.00501 * whole / 100
                        known.at_most.append(({hidden["active"]: sign}, right))
            if row.get("gap_people"):
                known.say({hidden["active"]: 1.0}, row["population"] - row["gap_people"])
            if row.get("change_people") is not None:
                now, then = (known.name(table, c, row, keys) for c in ("active_now", "active_then"))
                known.say({now: 1.0, then: -1.0}, row["change_people"])
