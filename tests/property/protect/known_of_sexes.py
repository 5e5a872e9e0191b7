"""What he knows of sexes and ages: everyone has one of each."""

from collections import defaultdict

from tests.property.protect.knowledge import Knowledge, Name


def sexes_and_ages(known: Knowledge) -> None:
    """Everyone has one sex and one age group; of whom neither is known is a head without NIK."""
    groups: dict[Name, list[Name]] = defaultdict(list)
    for name in known.values:
        if name[0] == "ucj_sex_age":
            sex, age = name[5:]
            if sex != "TOTAL" and age != "TOTAL":
                groups[(*name[:5], sex, "TOTAL")].append(name)
                groups[(*name[:5], "TOTAL", age)].append(name)
            elif age == "TOTAL":
                groups[("sexes", *name[2:5])].append(name)
            if (sex, age) == ("TIDAK_DIKETAHUI", "TOTAL"):
                known.say({name: 1.0}, known.totals[name[2], name[4]]["active_unlinked"])
    for whole, parts in groups.items():
        if whole[0] == "sexes":
            known.say(dict.fromkeys(parts, 1.0), known.totals[whole[1], whole[3]]["active"])
        else:
            known.say({whole: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0)
