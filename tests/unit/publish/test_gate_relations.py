"""The gate: pairs lie within segments and funders; ecosystems agree; benefits, sexes and ages add up."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import polars as pl
import pytest

from tasks.publish.gate.relations import (
    benefit_problems,
    ecosystem_problems,
    employer_problems,
    segment_funder_problems,
    sex_age_problems,
)
from tasks.publish.gate.suite import change_agrees
from tests.property.protect.benefit_trees import Paid, benefit_tables

Rows = dict[tuple[str, ...], int | None]
SEGMENTS: Rows = {("PU",): 5, ("BPU",): 4, ("PMI",): 3}
FUNDERS: Rows = {("CSR",): 4, ("MANDIRI",): 4}
PAIRS: Rows = {("PU", "CSR"): 3, ("PU", "MANDIRI"): 2, ("BPU", "CSR"): 1, ("BPU", "MANDIRI"): 4}


def table(rows: Rows, key: Iterable[str], level: str) -> pl.DataFrame:
    where = {"basis": "nik", "level": level, "region_code": "72.05"}
    listed = [where | dict(zip(key, names, strict=True)) | {"active": active} for names, active in rows.items()]
    return pl.DataFrame(listed)


def problems(pairs: Rows, *, level: str = "regency") -> list[str]:
    return segment_funder_problems(
        {
            "ucj_segment": table(SEGMENTS, ["segment"], level),
            "ucj_funder": table(FUNDERS, ["funder"], level),
            "ucj_segment_funder": table(pairs, ["segment", "funder"], level),
        }
    )


def test_people_may_be_in_several_pairs() -> None:
    assert problems(PAIRS) == problems(PAIRS, level="national") == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({("PU", "CSR"): 6}, ["one funder are more than the segment has", "one segment are more than the funder pays"]),
        (
            {("BPU", "CSR"): 5},
            ["one funder are more than the segment has", "one segment are more than the funder pays"],
        ),
        ({("PU", "MANDIRI"): 1}, ["people of a segment have no funder"]),
        ({("PU", "CSR"): 2}, ["people of a segment have no funder", "people of a funder have no segment"]),
        ({("JAKON", "CSR"): 1}, ["one funder are more than the segment has"]),
        ({("PU", "APBN"): 1}, ["one segment are more than the funder pays"]),
    ],
)
def test_pairs_that_do_not_fit_are_told(changed: Rows, told: list[str]) -> None:
    found = problems(PAIRS | changed)
    assert len(found) == len(told)
    assert all(text in problem for text, problem in zip(told, found, strict=True))


def test_the_nation_may_leave_out_who_counts_with_another_segment() -> None:
    """A wage earner who holds PMI too is in the segment PMI of the nation, and in no pair of it."""
    abroad: Rows = {("PMI", "CSR"): 1}
    assert problems(PAIRS | abroad, level="national") == []
    assert problems(PAIRS | abroad) == ["ucj_segment_funder: people of a segment have no funder (1 row)"]


APRIL, MAY = date(2024, 4, 30), date(2024, 5, 31)
OF_BUOL = {"basis": "nik", "region_code": "72.05", "category": "KADER"}
COMPARED = {"comparison": "previous_month", "compared_with": APRIL}
Tables = dict[str, pl.DataFrame]


def ecosystems() -> Tables:
    """One ecosystem with its movement and its trend of two dates."""
    place = {name: OF_BUOL[name] for name in ("basis", "region_code")}
    series = {"as_of": MAY, "population": 4, "coverage_pct": 75, "active": 3}
    return {
        "ucj_ecosystem": pl.DataFrame([OF_BUOL | {"active": 3, "population": 4, "coverage_pct": 75}]),
        "ucj_ecosystem_movement": pl.DataFrame([OF_BUOL | COMPARED | {"active_now": 3}]),
        "ucj_ecosystem_trend": pl.DataFrame(
            [OF_BUOL | series | {"series_date": APRIL, "active": 1}, OF_BUOL | series | {"series_date": MAY}]
        ),
        "ucj_movement": pl.DataFrame([place | COMPARED]),
    }


def spoilt(table: str, **changed: pl.Expr) -> Callable[[Tables], Tables]:
    return lambda tables: tables | {table: tables[table].with_columns(**changed)}


def without(table: str) -> Callable[[Tables], Tables]:
    return lambda tables: tables | {table: tables[table].clear()}


def test_changes_of_the_ecosystems_of_the_date_pass() -> None:
    assert ecosystem_problems(ecosystems()) == []
    assert ecosystem_problems({name: table.clear() for name, table in ecosystems().items()}) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (spoilt("ucj_ecosystem_trend", active=pl.lit(2)), "ucj_ecosystem_trend: rows of the date are not those"),
        (spoilt("ucj_ecosystem", population=pl.lit(5)), "ucj_ecosystem_trend: rows of the date are not those"),
        (without("ucj_ecosystem_trend"), "ucj_ecosystem_trend: rows of the date are not those"),
        (spoilt("ucj_ecosystem_movement", active_now=pl.lit(2)), "ucj_ecosystem_movement: people now are not those"),
        (without("ucj_ecosystem_movement"), "ucj_ecosystem_movement: comparisons are not those"),
        (without("ucj_movement"), "ucj_ecosystem_movement: comparisons are not those"),
        (spoilt("ucj_movement", compared_with=pl.lit(MAY)), "ucj_ecosystem_movement: comparisons are not those"),
    ],
)
def test_changes_that_are_not_of_the_ecosystems_of_the_date_are_told(
    spoil: Callable[[Tables], Tables], told: str
) -> None:
    (found,) = ecosystem_problems(spoil(ecosystems()))
    assert found.startswith(told)


def test_a_series_of_no_ecosystem_is_told() -> None:
    found = ecosystem_problems(spoilt("ucj_ecosystem", category=pl.lit("BPD"))(ecosystems()))
    assert "ucj_ecosystem_trend: series of no ecosystem of the date (2 rows)" in found


@pytest.mark.parametrize(("change", "right"), [(-2, True), (2, False), (0, False)])
def test_a_change_in_people_is_the_difference_of_both_states(change: int, *, right: bool) -> None:
    frame = pl.DataFrame({"active_then": [5], "active_now": [3], "change_people": [change]})
    assert frame.select(change_agrees({})).item() is right


def benefits() -> Tables:
    """Claims of two months and two programmes."""
    paid = [("72.05", 42, APRIL.replace(day=1), "JKM"), ("72.05", 36, MAY.replace(day=1), "JKM"),
            ("72.06", 36, MAY.replace(day=1), "JHT")]  # fmt: skip
    return benefit_tables(Paid(*one) for one in paid)


def hidden(*columns: str, where: pl.Expr) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda frame: frame.with_columns(pl.when(~where).then(column).alias(column) for column in columns)


BUOL, TOGETHER = pl.col("region_code") == "72.05", pl.col("programme") == "TOTAL"


@pytest.mark.parametrize(
    ("table_name", "spoil", "told"),
    [
        ("ucj_benefit", lambda frame: frame, []),
        ("ucj_benefit", hidden("claims", where=BUOL), []),
        ("ucj_benefit_year", hidden("claims", "amount_rupiah", where=BUOL), []),
        (
            "ucj_benefit_year",
            lambda frame: frame.with_columns(amount_rupiah=pl.col("amount_rupiah") + (BUOL & ~TOGETHER)),
            ["amount_rupiah: a year is not the sum of its months (1 row)",
             "amount_rupiah: all programmes are not the sum of each (1 row)"],
        ),
        (
            "ucj_benefit",
            lambda frame: hidden("claims", where=BUOL & (pl.col("period") == MAY.replace(day=1)))(
                frame.with_columns(claims=pl.col("claims") + 2 * BUOL.cast(pl.Int64))
            ),
            ["claims: a year is not the sum of its months (1 row)"],
        ),
        (
            "ucj_benefit_year",
            lambda frame: frame.filter(~(BUOL & TOGETHER)),
            ["claims: all programmes are not the sum of each (1 row)",
             "amount_rupiah: all programmes are not the sum of each (1 row)"],
        ),
        (
            "ucj_benefit",
            lambda frame: frame.filter(~BUOL),
            ["claims: a year is not the sum of its months (1 row)",
             "amount_rupiah: a year is not the sum of its months (1 row)"],
        ),
    ],
    ids=["right", "hidden months", "hidden years", "another amount", "more in one month", "no total", "no months"],
)  # fmt: skip
def test_years_of_benefits_that_are_not_the_sum_are_told(
    table_name: str, spoil: Callable[[pl.DataFrame], pl.DataFrame], told: list[str]
) -> None:
    made = benefits()
    made[table_name] = spoil(made[table_name])
    assert benefit_problems(made) == [f"ucj_benefit_year: {problem}" for problem in told]


SEX_AGES: Rows = {
    ("L", "15-24"): 6, ("L", "25-34"): 7, ("P", "15-24"): 8,
    ("L", "TOTAL"): 13, ("P", "TOTAL"): 8, ("TOTAL", "15-24"): 14, ("TOTAL", "25-34"): 7,
}  # fmt: skip


def sex_age_found(changed: Mapping[tuple[str, ...], int | None], *, everyone: int = 21) -> list[str]:
    rows = table({**SEX_AGES, **changed}, ["sex", "age_group"], "regency")
    coverage = pl.concat(
        [table({(): everyone}, [], "regency"), table({(): 9}, [], "regency").with_columns(basis=pl.lit("domicile"))]
    )
    return sex_age_problems({"ucj_coverage": coverage, "ucj_sex_age": rows})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({("L", "15-24"): None, ("L", "25-34"): None, ("TOTAL", "25-34"): None}, []),
        ({("P", "TOTAL"): None}, []),
        ({("L", "15-24"): 5}, ["sex is not the sum of its parts", "age_group is not the sum of its parts"]),
        ({("P", "TOTAL"): 7}, ["sex is not the sum of its parts", "sex in all is not the active people"]),
        (
            {("TOTAL", "25-34"): 8},
            ["age_group is not the sum of its parts", "age_group in all is not the active people"],
        ),
        (
            {("L", "25-34"): None, ("L", "TOTAL"): 5},
            ["sex is not the sum of its parts", "sex in all is not the active"],
        ),
    ],
)
def test_sexes_and_ages_are_the_sum_of_their_parts(changed: dict[tuple[str, ...], int | None], told: list[str]) -> None:
    """Where a part is hidden, the rest is not more than the whole."""
    found = sex_age_found(changed)
    assert len(found) == len(told)
    assert all(text in problem for text, problem in zip(told, found, strict=True))


def test_active_people_without_sex_or_age_are_told() -> None:
    assert sex_age_found({}, everyone=22) == [
        "ucj_sex_age: sex in all is not the active people (1 row)",
        "ucj_sex_age: age_group in all is not the active people (1 row)",
    ]


EMPLOYERS = {"ID": 40, "72": 9, "72.05": 7, "72.06": 6, "73": 32, "73.01": 32}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({"72": 13, "ID": 99}, []),  # none has workers in both regencies; others have no known workplace
        ({"72.06": None, "72": 14}, []),
        ({"72.05": 10}, ["fewer than in a region within (1 row)"]),
        ({"ID": 31}, ["fewer than in a region within (1 row)"]),
        ({"72": 14}, ["more than in all regions within (1 row)"]),
        (dict.fromkeys(EMPLOYERS), []),
    ],
)
def test_a_region_has_no_fewer_employers_than_one_within_and_no_more_than_all(
    changed: dict[str, int | None], told: list[str]
) -> None:
    def level(code: str) -> str:
        return "national" if code == "ID" else "province" if len(code) == 2 else "regency"

    rows = [
        {"basis": "workplace", "region_code": code, "employers": number, "level": level(code)}
        for code, number in (EMPLOYERS | changed).items()
    ]
    frame = pl.DataFrame(rows, schema_overrides={"employers": pl.Int64})
    assert employer_problems({"ucj_employer": frame}) == [f"ucj_employer: {one}" for one in told]
