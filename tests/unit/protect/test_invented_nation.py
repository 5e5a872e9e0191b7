"""The facts on which protection of a whole nation is measured: what adds up in real figures adds up in them."""

import polars as pl
import pytest

from benchmarks.made_up_facts import made_up_facts
from warehouse.figures.tables import FACT_TABLE

PEOPLE = 200_000
PLACE = ["basis", "region_code"]


@pytest.fixture(scope="module")
def facts() -> dict[str, pl.DataFrame]:
    return made_up_facts(PEOPLE)


def test_there_is_every_table_in_its_form(facts: dict[str, pl.DataFrame]) -> None:
    assert {name: frame.schema for name, frame in facts.items()} == {
        name: table.schema for name, table in FACT_TABLE.items()
    }
    nation = facts["ucj_coverage"].filter(level="national")
    assert nation["active"].n_unique() == 1
    assert 0.97 * PEOPLE < nation["active"][0] < 1.03 * PEOPLE


@pytest.mark.parametrize(
    "table",
    ["ucj_funder", "ucj_segment_funder", "ucj_category", "ucj_sex_age", "ucj_arrears", "ucj_expiry", "ucj_benefit"],
)
def test_provinces_are_their_regencies(facts: dict[str, pl.DataFrame], table: str) -> None:
    count = "claims" if table == "ucj_benefit" else "active"
    key = [name for name in FACT_TABLE[table].primary_key if name not in {"as_of", "region_code"}]
    provinces, regencies = (facts[table].filter(level=level) for level in ("province", "regency"))
    summed = regencies.with_columns(pl.col("region_code").str.head(2)).group_by(*key, "region_code")
    both = provinces.join(summed.agg(parts=pl.col(count).sum()), on=[*key, "region_code"], how="full")
    assert both.filter(pl.col(count).ne_missing(pl.col("parts"))).is_empty()


def test_people_of_a_region_add_up(facts: dict[str, pl.DataFrame]) -> None:
    people = facts["ucj_coverage"].select(*PLACE, linked=pl.col("active") - pl.col("active_unlinked"))
    arrears = facts["ucj_arrears"].group_by(PLACE).agg(pl.col("active").sum())
    assert people.join(arrears, on=PLACE).filter(pl.col("linked") != pl.col("active")).is_empty()
    movement = facts["ucj_movement"]
    came = pl.col("new") + pl.col("returned") - pl.col("lapsed") - pl.col("ended") - pl.col("gone")
    assert movement.filter(came != pl.col("active_now") - pl.col("active_then")).is_empty()
    new = facts["ucj_cohort"].group_by(*PLACE, "comparison").agg(pl.col("active").sum())
    both = movement.join(new, on=[*PLACE, "comparison"], how="left")
    assert both.filter(pl.col("new") != pl.col("active").fill_null(0)).is_empty()
