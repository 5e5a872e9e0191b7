"""Active people by sex and age group."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.measure.facts import Facts
from tasks.measure.registrations.attributes import SexAge, sex_age_of_row
from tests.unit.measure.lake_rows import heads, registration
from tests.unit.measure.measuring import measure_delivered

AS_OF = date(2024, 5, 31)
UNKNOWN = "TIDAK_DIKETAHUI"


def found(*rows: dict[str, Any], folder: Path, region: str = "72.05") -> dict[tuple[str, str], int]:
    facts = measure_delivered(folder, {("A", AS_OF): rows}, as_of=AS_OF)
    return of_region(facts, region)


def of_region(facts: Facts, region: str) -> dict[tuple[str, str], int]:
    rows = facts.tables["ucj_sex_age"].filter(region_code=region)
    return {(sex, age): active for sex, age, active in rows.select("sex", "age_group", "active").rows()}


@pytest.mark.parametrize(
    ("born", "group"),
    [(2025, "0-14"), (2010, "0-14"), (2009, "15-24"), (2000, "15-24"), (1999, "25-34"), (1989, "35-44"),
     (1979, "45-54"), (1969, "55-64"), (1960, "55-64"), (1959, "65+"), (1890, "65+"), (None, UNKNOWN)],
)  # fmt: skip
def test_the_age_is_that_reached_in_the_year_of_the_date(born: int | None, group: str) -> None:
    row = pl.DataFrame({"sex": ["P"], "birth_year": [born]}, schema={"sex": pl.String, "birth_year": pl.Int16})
    place = row.select(sex_age_of_row(AS_OF)).item()
    assert SexAge.categories[place] == f"P {group}"


def test_each_person_counts_once_and_every_sex_and_age_in_all(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, sex="P", birth_year=1990),
        registration(1, 2, segment="BPU", sex="P", birth_year=1990),
        registration(2, sex="L", birth_year=1990),
        registration(3, sex="L", birth_year=1950),
    ]
    facts = measure_delivered(tmp_path, {("A", AS_OF): rows}, as_of=AS_OF)
    expected = {
        ("L", "25-34"): 1, ("P", "25-34"): 1, ("L", "65+"): 1,
        ("L", "TOTAL"): 2, ("P", "TOTAL"): 1, ("TOTAL", "25-34"): 2, ("TOTAL", "65+"): 1,
    }  # fmt: skip
    assert [of_region(facts, region) for region in ("72.05", "72", "ID")] == [expected] * 3


def test_the_registration_that_places_a_person_tells_his_sex_and_age(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, sex="L", birth_year=1980, registered_on=date(2019, 1, 1)),
        registration(1, 2, segment="BPU", sex="P", birth_year=1995, registered_on=date(2023, 1, 1)),
    ]
    assert found(*rows, folder=tmp_path) == {("P", "25-34"): 1, ("P", "TOTAL"): 1, ("TOTAL", "25-34"): 1}


def test_of_heads_without_nik_neither_is_known_even_where_the_row_says_it(tmp_path: Path) -> None:
    rows = [heads(30, sex="L", birth_year=1980), registration(1, sex="P", birth_year=2005)]
    got = found(*rows, folder=tmp_path, region="ID")
    assert {place: got[place] for place in got if UNKNOWN in place} == {
        (UNKNOWN, UNKNOWN): 30, (UNKNOWN, "TOTAL"): 30, ("TOTAL", UNKNOWN): 30,
    }  # fmt: skip
    assert got["P", "15-24"] == 1


def test_a_migrant_worker_counts_in_the_nation_alone(tmp_path: Path) -> None:
    facts = measure_delivered(
        tmp_path, {("A", AS_OF): [registration(1, segment="PMI", sex="P", birth_year=1990)]}, as_of=AS_OF
    )
    assert of_region(facts, "72.05") == {}
    assert of_region(facts, "ID")["P", "TOTAL"] == 1


def test_shares_are_of_all_active_people(tmp_path: Path) -> None:
    rows = [heads(1), registration(1, sex="P", birth_year=1990), registration(2, sex="L", birth_year=1990)]
    facts = measure_delivered(tmp_path, {("A", AS_OF): rows}, as_of=AS_OF)
    shares = facts.tables["ucj_sex_age"].filter(region_code="72.05", age_group="TOTAL")
    assert dict(shares.select("sex", pl.col("share_pct").cast(pl.String)).rows()) == {
        "L": "33.33", "P": "33.33", UNKNOWN: "33.33",
    }  # fmt: skip
    assert set(facts.tables["ucj_sex_age"]["basis"]) == {"nik"}
