"""Benefits: a year is the sum of its months, all programmes together that of each; of claims as of amounts."""

from collections.abc import Mapping

import polars as pl

from tasks.protect.relations.relation import Relations, label, relations, together
from warehouse.dimensions.closed_lists import ALL_BENEFITS
from warehouse.figures.schema import VALUE, status_name

MONTHS, YEARS = "ucj_benefit", "ucj_benefit_year"
GROUP = ("region_code", "year", "programme")
OF_ALL = pl.col("programme") == ALL_BENEFITS


def benefits_add_up(cells: pl.DataFrame) -> Relations:
    """The sums of months and of programmes; `cells` as `list_cells`, of claims or of amounts."""
    told = _told(cells)
    months = told.filter(table=MONTHS).with_columns(factor=1)
    years, together_of_year = (told.filter(pl.col("table") == YEARS, chosen) for chosen in (~OF_ALL, OF_ALL))
    of_months = pl.concat([months, years.with_columns(factor=-1)]).with_columns(label("year", *GROUP))
    of_programmes = pl.concat([years.with_columns(factor=1), together_of_year.with_columns(factor=-1)]).with_columns(
        label("programmes", *GROUP[:2])
    )
    return together([relations(of_months), relations(of_programmes)])


def earlier_years_add_up(cells: pl.DataFrame, *, kept: Mapping[str, pl.DataFrame], column: str) -> Relations:
    """What kept releases show of a year up to the end of a month is the sum of the same months now.

    So the difference of two releases tells what is in between. `kept` as `choose_hidden` has it; `column`: claims or
    amounts. Where a month has changed since, the sum does not hold and is no relation.
    """
    told = _told(cells)
    found = [
        _up_to(name, frame, told=told, column=column)
        for name, frame in kept.items()
        if name.partition("@")[0] == YEARS and not frame.is_empty()
    ]
    return together(found)


def _told(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells of benefits with the year and the programme that their key names."""
    return cells.filter(pl.col("table").is_in([MONTHS, YEARS])).with_columns(
        year=pl.col("key").str.head(4), programme=pl.col("key").str.split(" ").list.last()
    )


def _up_to(release: str, published: pl.DataFrame, *, told: pl.DataFrame, column: str) -> Relations:
    """What an earlier release showed is the sum of months until then, and the year now less the months since."""
    shown = published.filter(
        pl.col(column) > 0,
        pl.col(status_name(column)) == VALUE,
        pl.min_horizontal(pl.date("year", 12, 31), "as_of") == pl.col("as_of").dt.month_end(),
    )
    months, years = (told.filter(table=table) for table in (MONTHS, YEARS))
    each = pl.concat([months, months.with_columns(programme=pl.lit(ALL_BENEFITS))])
    until = pl.col("date") <= published["as_of"].max()
    since = pl.concat([years.with_columns(factor=1), each.filter(~until).with_columns(factor=-1)])
    return together(
        [
            relations(entries.with_columns(label(kind, *GROUP)), right=shown.select(label(kind, *GROUP), right=column))
            for kind, entries in (
                (f"until {release}", each.filter(until).with_columns(factor=1)),
                (f"since {release}", since),
            )
        ]
    )
