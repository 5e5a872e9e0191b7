"""Which number of eligible workers stands for a region, case by case."""

from datetime import date
from typing import Any

import pytest

from tasks.measure.inputs.denominators import Denominator, choose_denominators
from tests.unit.measure.lake_rows import eligible_frame, eligible_row
from warehouse.dimensions.regions import load_regions
from warehouse.figures.flags import Flag

AS_OF = date(2024, 5, 31)


def choose(*rows: dict[str, Any]) -> dict[tuple[str, str], Denominator]:
    return choose_denominators(eligible_frame(*rows), as_of=AS_OF, regions=load_regions())


def buol(*rows: dict[str, Any]) -> Denominator:
    return choose(*rows)["72.05", "TOTAL"]


def test_no_rows_make_no_denominator() -> None:
    assert choose() == {}


def test_year_of_the_date_before_any_other() -> None:
    rows = [eligible_row("72.05", year, year=year) for year in (2022, 2023, 2024, 2025)]
    assert buol(*rows) == Denominator(2024, 2024, "v1")
    assert buol(*rows[:2], rows[3]) == Denominator(2023, 2023, "v1", frozenset({Flag.ELIGIBLE_EARLIER_YEAR}))
    assert choose(rows[3]) == {}


def test_newest_position_up_to_the_date() -> None:
    rows = [
        eligible_row("72.05", 1, position_date=date(2023, 1, 1)),
        eligible_row("72.05", 2, position_date=AS_OF, version="v2"),
        eligible_row("72.05", 3, position_date=date(2024, 6, 1)),
    ]
    assert buol(*rows) == Denominator(2, 2024, "v2")


def test_the_earliest_of_later_positions_stands_in() -> None:
    rows = [
        eligible_row("72.05", 1, year=2023),
        eligible_row("72.05", 2, position_date=date(2024, 7, 1)),
        eligible_row("72.05", 3, position_date=date(2024, 6, 1)),
    ]
    assert buol(*rows) == Denominator(3, 2024, "v1", frozenset({Flag.ELIGIBLE_LATER_POSITION}))


def test_same_date_first_issuer_then_last_row() -> None:
    rows = [
        eligible_row("72.05", 1, issuer="DISNAKER"),
        eligible_row("72.05", 2, issuer="BPS"),
        eligible_row("72.05", 3, issuer="BPS"),
        eligible_row("72.05", 4, issuer="DISNAKER"),
    ]
    assert buol(*rows) == Denominator(3, 2024, "v1", frozenset({Flag.ELIGIBLE_AMBIGUOUS}))
    assert buol(rows[0], rows[0]).flags == frozenset()


def test_a_row_without_a_number_is_none() -> None:
    rows = [eligible_row("72.05", 1, year=2023), eligible_row("72.05", None)]
    assert buol(*rows).year == 2023


def test_segments_are_apart() -> None:
    found = choose(eligible_row("72.05", 5, segment="PU"), eligible_row("72.05", 9, segment="BPU"))
    assert {key: d.eligible for key, d in found.items()} == {("72.05", "PU"): 5, ("72.05", "BPU"): 9}


def whole_country(**given: Any) -> list[dict[str, Any]]:
    return [eligible_row(code, 100, **given) for code in load_regions().regencies["code"]]


def test_province_and_nation_are_summed() -> None:
    found = choose(*whole_country())
    summed = frozenset({Flag.ELIGIBLE_SUMMED})
    assert found["72", "TOTAL"] == Denominator(1300, 2024, "v1", summed)
    assert found["ID", "TOTAL"] == Denominator(51_400, 2024, "v1", summed)


def test_own_row_before_the_sum() -> None:
    found = choose(*whole_country(), eligible_row("72", 7, version="v1", year=2023))
    earlier = frozenset({Flag.ELIGIBLE_EARLIER_YEAR})
    assert found["72", "TOTAL"] == Denominator(7, 2023, "v1", earlier)
    assert ("ID", "TOTAL") not in found  # one province is of another year
    assert found["73", "TOTAL"].eligible == 2400


@pytest.mark.parametrize("other", [{"version": "v2"}, {"year": 2023}, {"eligible": None}])
def test_no_sum_where_one_is_missing_or_of_another_version(other: dict[str, Any]) -> None:
    rows = [row | other if row["region_code"] == "72.05" else row for row in whole_country()]
    found = choose(*rows)
    assert ("72", "TOTAL") not in found
    assert ("ID", "TOTAL") not in found
    assert ("73", "TOTAL") in found


def test_a_sum_bears_the_flags_of_its_parts() -> None:
    rows = whole_country()
    rows[-1]["position_date"] = date(2024, 6, 1)
    flags = frozenset({Flag.ELIGIBLE_SUMMED, Flag.ELIGIBLE_LATER_POSITION})
    found = choose(*rows)
    assert found["ID", "TOTAL"].flags == flags
    assert found[rows[-1]["region_code"][:2], "TOTAL"].flags == flags
    assert found["11", "TOTAL"].flags == {Flag.ELIGIBLE_SUMMED}


def test_an_own_number_that_is_not_the_sum_is_flagged() -> None:
    """Of the same year only; the sum of 72 is 1,300 and of the nation 51,400."""
    differs = {Flag.ELIGIBLE_DIFFERS_FROM_SUM}
    for number, flags in ((1_299, differs), (1_300, set())):
        found = choose(*whole_country(), eligible_row("72", number), eligible_row("ID", 51_400 - 1_300 + number))
        assert found["72", "TOTAL"].flags == flags
        assert found["ID", "TOTAL"].flags == set()  # against the numbers of the provinces, their own one among them
    assert choose(*whole_country()[1:], eligible_row("11", 5))["11", "TOTAL"].flags == set()  # a part is not known
