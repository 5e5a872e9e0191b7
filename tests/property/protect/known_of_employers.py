"""What he knows of employers: each counts once in every region in which it has an active worker."""

from collections import defaultdict

from tests.property.protect.knowledge import Knowledge, Name


def employers(known: Knowledge) -> None:
    """A region has as many as any region within, and a province no more than all of its regencies."""
    regencies: dict[Name, list[Name]] = defaultdict(list)
    for name in known.values:
        if name[0] == "ucj_employer" and name[3] != "national":
            above = ("national", "ID") if name[3] == "province" else ("province", name[4][:2])
            whole = (*name[:3], *above)
            known.say({name: 1.0, whole: -1.0}, 0.0, at_most=True)
            if name[3] == "regency":
                regencies[whole].append(name)
    for whole, parts in regencies.items():
        known.say({whole: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0, at_most=True)
