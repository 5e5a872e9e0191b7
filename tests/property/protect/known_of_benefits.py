"""What he knows of benefits: years are months, all programmes are each of them, earlier releases tell of months."""

from collections import defaultdict

import polars as pl

from tests.property.protect.knowledge import Knowledge, Name


def years(known: Knowledge) -> None:
    """A year of benefits is its months, all programmes are each of them; an earlier release tells of the months."""
    months: dict[Name, list[Name]] = defaultdict(list)
    programmes: dict[Name, list[Name]] = defaultdict(list)
    for name in known.values:
        if name[0] == "ucj_benefit":
            _, column, *place, month, programme = name
            months[(column, *place, month.year, programme)].append(name)
        if name[0] == "ucj_benefit_year" and name[-1] != "TOTAL":
            programmes[name[1:-1]].append(name)
    for name in known.values:
        if name[0] == "ucj_benefit_year":
            parts = programmes[name[1:-1]] if name[-1] == "TOTAL" else months[name[1:]]
            known.say({name: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0)
    for earlier in known.kept:
        (column,), _ = known.counts["ucj_benefit_year"]
        for row in earlier.filter(pl.col("year") == pl.col("as_of").dt.year()).iter_rows(named=True):
            if row[column] is not None:
                of = known.name("ucj_benefit", column, row, [])[1:]
                parts = [name for key, names in months.items() for name in names
                         if key[:4] == of and name[5].year == row["year"] and name[5] <= row["as_of"]
                         and row["programme"] in (name[6], "TOTAL")]  # fmt: skip
                known.say(dict.fromkeys(parts, 1.0), row[column])
