"""Every published rate that states its whole numbers, recomputed from an extract that gives these numbers.

The people of the extract are construction heads without NIK: they count one by one like everybody, and one row holds
millions of them. `recomputed_pct` of the table was worked out by hand.
"""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.measure.lake_rows import eligible_row, heads
from tests.unit.measure.measuring import measure_delivered, row_of

TABLE = Path(__file__).with_name("published_figures.csv")
NATION = {"0": "ID"}


def published() -> Iterator[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["numerator"] and row["denominator"] and row["level"] in ("national", "province", "regency"):
                yield row | {"region_code": NATION.get(row["region_code"], row["region_code"])}


def test_there_are_as_many_as_known() -> None:
    assert len(list(published())) == 24


@pytest.mark.parametrize("row", list(published()), ids=lambda row: f"{row['region']} {row['as_of']}")
def test_rate_is_what_its_numbers_give(row: dict[str, str], tmp_path: Path) -> None:
    region, day = row["region_code"], date.fromisoformat(row["as_of"])
    regency = region if "." in region else f"{'11' if region == 'ID' else region}.01"
    people = heads(int(row["numerator"]), region_domicile=regency, region_workplace=None)
    running = {"registered_on": date(2010, 1, 1), "ends_on": date(day.year, 12, 31)}
    facts = measure_delivered(
        tmp_path,
        {("K01", day): [people | running]},
        as_of=day,
        eligible=[eligible_row(region, int(row["denominator"]), year=day.year, position_date=date(day.year, 1, 1))],
    )
    figure = row_of(facts, "ucj_coverage", region_code=region, basis="nik")
    assert (figure["active"], figure["eligible"]) == (int(row["numerator"]), int(row["denominator"]))
    assert figure["coverage_pct"] == Decimal(row["recomputed_pct"])
