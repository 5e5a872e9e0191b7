"""Active people by programme, funder, category, unpaid months, month of expiry and village."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from settings import MonthsPerSegment, Settings
from tasks.measure.chosen_rules import UnknownCategoryError
from tasks.measure.facts import Facts
from tasks.measure.tables.villages import NO_ECOSYSTEM
from tests.unit.measure.lake_rows import eligible_row, heads, registration
from tests.unit.measure.measuring import column_by, measure_delivered, row_of, rows_of

AS_OF = date(2024, 5, 31)
BUOL: dict[str, Any] = {"region_code": "72.05", "basis": "nik"}
NATION: dict[str, Any] = {"region_code": "ID", "basis": "nik"}
MIGRANT: dict[str, Any] = {"segment": "PMI", "ends_on": date(2024, 7, 9), "last_paid": None}


def measure(folder: Path, *rows: dict[str, Any], **given: Any) -> Facts:
    return measure_delivered(folder, {("A", AS_OF): rows}, as_of=AS_OF, **given)


def test_programmes_are_those_of_any_registration_that_a_person_counts_with(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, jkk=True, jkm=True),
        registration(1, 2, jkk=True, jht=True),
        registration(1, **MIGRANT, jp=True),
        registration(2, jkk=None, jkm=False),
        registration(3, **MIGRANT, jkm=True),
        heads(10, jkk=True),
    ]
    facts = measure(tmp_path, *rows, eligible=[eligible_row("72.05", 800)])
    found = column_by(facts, "ucj_programme", "programme", "active", **BUOL)
    assert found == {"JKK": 11, "JKM": 1, "JHT": 1, "JP": 0, "JKP": 0}
    assert column_by(facts, "ucj_programme", "programme", "coverage_pct", **BUOL)["JKM"] == Decimal("0.13")
    nation = column_by(facts, "ucj_programme", "programme", "active", **NATION)
    assert nation == {"JKK": 11, "JKM": 2, "JHT": 1, "JP": 0, "JKP": 0}


def test_every_region_has_all_programmes(tmp_path: Path) -> None:
    programmes = measure(tmp_path, registration(1)).tables["ucj_programme"]
    bases = programmes["basis"].n_unique()
    assert programmes.height == 553 * 5 * bases
    assert programmes["programme"].head(5).to_list() == ["JKK", "JKM", "JHT", "JP", "JKP"]


def test_funders_and_categories_overlap(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, funder="MANDIRI", category="NELAYAN"),
        registration(1, 2, funder="APBD_KAB", category="NELAYAN"),
        registration(2, funder=None, category=None),
        heads(2, funder="APBN", category="UMUM"),
    ]
    facts = measure(tmp_path, *rows, eligible=[eligible_row("72.05", 8)])
    assert column_by(facts, "ucj_funder", "funder", "active", **BUOL) == {
        "MANDIRI": 1,
        "APBN": 2,
        "APBD_KAB": 1,
        "TIDAK_DIISI": 1,
    }
    assert row_of(facts, "ucj_funder", funder="APBN", **BUOL)["share_pct"] == Decimal(50)
    assert row_of(facts, "ucj_funder", funder="APBN", **BUOL)["coverage_pct"] == Decimal(25)
    assert column_by(facts, "ucj_category", "category", "active", **BUOL) == {"UMUM": 3, "NELAYAN": 1}


def test_a_person_is_strictly_active_in_all_his_categories(tmp_path: Path) -> None:
    march = date(2024, 3, 1)
    rows = [
        registration(1, 1, category="NELAYAN"),
        registration(1, 2, category="PETANI", last_paid=march),
        registration(2, category="PETANI", last_paid=march),
        registration(2, **MIGRANT, category="PETANI"),
        heads(5, category="UMUM"),
    ]
    facts = measure(tmp_path, *rows)
    for region in (BUOL, NATION):
        found = rows_of(facts, "ucj_category", **region)
        counted = {row["category"]: (row["active"], row["active_strict"]) for row in found}
        assert counted == {"UMUM": (5, 5), "NELAYAN": (1, 1), "PETANI": (2, 1)}


def test_pension_and_loss_of_work_are_compared_with_wage_earners_too(tmp_path: Path) -> None:
    eligible = [eligible_row("72.05", 800), eligible_row("72.05", 400, segment="PU"), eligible_row("72.06", 5)]
    facts = measure(tmp_path, registration(1, jp=True, jht=True), registration(2, jkp=True), eligible=eligible)
    names = ("programme", "active", "coverage_pct", "may_join", "coverage_may_join_pct")
    of_all, of_wage_earners = Decimal("0.13"), Decimal("0.25")
    found = {row[0]: row[1:] for row in facts.tables["ucj_programme"].filter(**BUOL).select(names).rows()}
    assert found["JHT"] == (1, of_all, 800, of_all)
    assert found["JP"] == found["JKP"] == (1, of_all, 400, of_wage_earners)
    elsewhere = column_by(facts, "ucj_programme", "programme", "may_join", region_code="72.06", basis="nik")
    assert elsewhere == {"JKK": 5, "JKM": 5, "JHT": 5, "JP": None, "JKP": None}


def test_unpaid_months_are_the_fewest_of_a_person(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, last_paid=date(2024, 2, 1)),
        registration(1, 2, last_paid=date(2024, 4, 1)),
        registration(4, last_paid=date(2024, 2, 1)),
        registration(4, **MIGRANT),
        registration(2, last_paid=date(2024, 2, 1)),
        registration(3),
        heads(9),
    ]
    facts = measure(tmp_path, *rows)
    assert column_by(facts, "ucj_arrears", "unpaid_months", "active", **BUOL) == {0: 1, 1: 1, 3: 2}
    assert column_by(facts, "ucj_arrears", "unpaid_months", "active", **NATION) == {0: 1, 1: 1, 3: 2}
    assert row_of(facts, "ucj_coverage", **BUOL)["active"] == 4 + 9


@pytest.mark.parametrize(
    ("ends_on", "unpaid"),
    [(date(2024, 5, 31), 0), (date(2024, 5, 30), 1), (date(2024, 5, 1), 1), (date(2024, 4, 30), 2)],
)
def test_months_begun_since_a_contract_ended(tmp_path: Path, ends_on: date, unpaid: int) -> None:
    grace = Settings(grace_months=MonthsPerSegment(JAKON=3))
    facts = measure(tmp_path, registration(1, segment="JAKON", ends_on=ends_on), settings=grace)
    assert column_by(facts, "ucj_arrears", "unpaid_months", "active", **BUOL) == {unpaid: 1}


def test_expiry_is_that_of_the_registration_that_protects_longest(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, funder="PEMBERI_KERJA"),
        registration(1, segment="BPU", funder="APBD_KAB", last_paid=date(2024, 7, 1)),
        registration(2, segment="BPU", funder="MANDIRI", last_paid=date(2024, 5, 1)),  # this month: not ahead
        registration(3, segment="JAKON", funder="APBN", ends_on=date(2024, 6, 3)),
        registration(4, segment="BPU", funder="MANDIRI", last_paid=date(2024, 9, 1)),  # four months ahead
        registration(5, **MIGRANT, funder="MANDIRI"),
        registration(6, last_paid=date(2024, 8, 1), funder="CSR"),
    ]
    facts = measure(tmp_path, *rows)

    def shown(**region: Any) -> list[tuple[Any, ...]]:
        names = ("expires_month", "months_ahead", "funder", "payment", "active")
        return [tuple(row[name] for name in names) for row in rows_of(facts, "ucj_expiry", **region)]

    in_region = [
        (date(2024, 6, 1), 1, "APBN", "contract", 1),
        (date(2024, 7, 1), 2, "APBD_KAB", "ahead", 1),
        (date(2024, 8, 1), 3, "CSR", "ahead", 1),
    ]
    assert shown(**BUOL) == in_region
    assert shown(**NATION) == sorted([*in_region, (date(2024, 7, 1), 2, "MANDIRI", "contract", 1)], key=in_order)


def test_of_registrations_that_protect_alike_the_latest_tells_the_funder(tmp_path: Path) -> None:
    june: dict[str, Any] = {"segment": "BPU", "last_paid": date(2024, 6, 1)}
    rows = [
        registration(1, 1, **june, funder="CSR", registered_on=date(2023, 1, 1)),
        registration(1, 2, **june, funder="BAZNAS", registered_on=date(2022, 1, 1)),
        registration(2, 1, **june, funder="APBN"),
        registration(2, 2, **june, funder="APBDES"),  # the greater id
    ]
    facts = measure(tmp_path, *rows)
    assert column_by(facts, "ucj_expiry", "funder", "active", **BUOL) == {"APBDES": 1, "CSR": 1}


def in_order(row: tuple[Any, ...]) -> tuple[Any, bool]:
    return row[0], row[2] != "MANDIRI"


VILLAGE, OTHER = "72.05.01.2001", "72.05.01.2003"
FARMER: dict[str, Any] = {"category": "PEKERJA_RENTAN", "region_domicile": "72.05"}


def ecosystem(*rows: tuple[str, str, date, int | None, date]) -> pl.DataFrame:
    names = ["region_code", "category", "as_of_date", "target", "position_date"]
    return pl.DataFrame(rows, schema=dict(zip(names, NO_ECOSYSTEM.schema.values(), strict=True)), orient="row")


def test_villages_reach_their_target(tmp_path: Path) -> None:
    rows = [registration(n, **FARMER, village=VILLAGE, region_nik="72.06") for n in range(3)]
    rows += [registration(9, **FARMER, village=OTHER), registration(10, category="NELAYAN", village=OTHER)]
    targets = ecosystem(
        (OTHER, "PEKERJA_RENTAN", date(2024, 1, 1), 7, AS_OF),
        (OTHER, "PEKERJA_RENTAN", date(2024, 2, 1), 2, date(2024, 2, 1)),
        (OTHER, "PEKERJA_RENTAN", date(2024, 6, 1), 9, AS_OF),  # after the as-of date
        (OTHER, "KADER", date(2024, 3, 1), 1, AS_OF),
    )
    facts = measure(tmp_path, *rows, ecosystem=targets, settings=Settings(village_target=3))
    sums = ("active", "target", "villages", "villages_reached")
    found = {row["region_code"]: tuple(row[name] for name in sums) for row in rows_of(facts, "ucj_village")}
    assert found[VILLAGE] == (3, 3, 1, 1)
    assert found[OTHER] == (1, 2, 1, 0)
    for region in ("72.05.01", "72.05", "72", "ID"):
        assert (found[region][0], found[region][3]) == (4, 1)
    villages = found["72.05"][2]
    assert found["72.05"][1] == 3 * villages - 1
    assert found["ID"][2] == 83_762
    assert len(found) == 553 + 1 + 2
    assert rows_of(facts, "ucj_village")[0]["region_code"] == "ID"


def test_vulnerable_people_of_no_province_stand_beside_the_nation(tmp_path: Path) -> None:
    abroad = registration(3, **MIGRANT, **FARMER, village=VILLAGE)
    homeless = registration(2, **(FARMER | {"region_domicile": None}))
    found = measure(tmp_path, registration(1, **FARMER, village=VILLAGE), homeless, abroad).tables["ucj_village"]
    names = ("region_code", "active", "unplaced", "nation_only")
    shown = found.filter(pl.sum_horizontal("active", "unplaced", "nation_only") > 0).select(names).rows()
    assert shown == [
        ("ID", 1, 1, 1),
        *((code, 1, 0, 0) for code in ("72", "72.05", "72.05.01", VILLAGE)),
    ]


def test_a_category_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCategoryError, match="vulnerable_categories: RENTAN not in code list"):
        measure(tmp_path, registration(1), settings=Settings(vulnerable_categories=("RENTAN",)))
