"""The measured facts equal those of the naive count, in whatever ranges, parts and order people and files are taken."""

import tempfile
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from settings import SEGMENTS, MonthsPerSegment, Segment, Settings
from tasks.measure.facts import Facts
from tasks.measure.inputs.comparison_dates import Past
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tasks.measure.measure import measure_coverage
from tasks.measure.people import partitions as parts
from tasks.measure.tables.villages import NO_ECOSYSTEM
from tests.drawn import drawn
from tests.property.measure.naive_movement import Moved, comparison_dates, newest_of_each_branch
from tests.unit.measure.lake_rows import eligible_frame, write_position
from warehouse.dimensions.regions import Regions
from warehouse.figures.tables import FACT_TABLE

AS_OF = date(2024, 3, 31)
REGENCIES = ["11.01", "11.02", "52.01", "52.02", "52.71", "96.01"]
VILLAGES = ["11.01.01.2001", "52.01.01.2001", "52.01.01.2002", "52.01.02.2001", "52.71.01.1001"]
PEOPLE = dict(
    enumerate(
        [("11.01", "110101"), ("52.01", "520101"), ("52.01", "520102"), ("52.71", "527101"), ("52.71", "527103"), None]
    )
)
SPLITS = [
    ("110101", "11.01", "11.02", "ambiguous"),
    ("520101", "52.01", "52.02", "exact"),
    ("520102", "52.01", "52.71", "partial"),
    ("527103", "52.71", "52.01", "ambiguous"),
    ("527103", "52.71", "52.02", "ambiguous"),
]
PLACES = st.sampled_from([*REGENCIES, None, None, "99.99"])
BRANCHES = ["A01", "B02", "C03"]
EXPECTED = ["A01", "B02", "D04"]
EARLIER = [date(2024, 2, 29), date(2024, 2, 10), date(2023, 12, 31), date(2023, 11, 30), date(2023, 3, 31)]
EARLIER = [*EARLIER, date(2023, 1, 31)]
Row = dict[str, Any]


def small_country() -> Regions:
    provinces = sorted({code[:2] for code in REGENCIES})
    nothing = pl.DataFrame()
    return Regions(
        version="made up",
        provinces=pl.DataFrame({"code": provinces, "name": [f"Provinsi {code}" for code in provinces]}),
        regencies=pl.DataFrame(
            {
                "code": REGENCIES,
                "name": [f"Kabupaten {code}" for code in REGENCIES],
                "province_code": [code[:2] for code in REGENCIES],
            }
        ),
        nik_prefixes=nothing,
        district_prefixes=pl.Series(dtype=pl.String),
        villages=pl.DataFrame({"code": VILLAGES, "regency": [code[:5] for code in VILLAGES]}),
        successors=nothing,
        splits=pl.DataFrame(SPLITS, schema=["prefix", "parent", "child", "match"], orient="row"),
    )


home = st.sampled_from([*VILLAGES, *VILLAGES, None, None]).flatmap(
    lambda village: st.fixed_dictionaries(
        {"village": st.just(village), "region_domicile": st.just(village[:5]) if village else PLACES}
    )
)
row_of_a_position = st.fixed_dictionaries(
    {
        "place": st.integers(0, 7),  # which of the positions that were delivered
        "region_workplace": PLACES,
        "registered_on": st.sampled_from([date(2020, 1, 1), date(2022, 5, 3), date(2024, 2, 20), AS_OF + timedelta(1)]),
        "unpaid": st.sampled_from([0, 0, 0, 0, 1, 2, 3, 4, 5, -1, -2, -3, None]),  # months before the position
        "ends_in": st.sampled_from([None, 0, 5, 40, 70, -1, -20, -40]),  # days after the position
        "ended_on": st.sampled_from([*[None] * 9, date(2024, 1, 5), AS_OF, AS_OF + timedelta(1)]),
        "funder": st.sampled_from(["APBD_KAB", "MANDIRI", None]),
        "category": st.sampled_from(["PEKERJA_RENTAN", "PEKERJA_RENTAN", "PETUGAS_PEMILU", "NELAYAN", "UMUM", None]),
        "home": home,
        "sex": st.sampled_from(["L", "P", "P", None]),
        "employer_id": st.sampled_from([b"A" * 16, b"B" * 16, b"C" * 16, None]),
        "birth_year": st.sampled_from([1899, 1958, 1959, 1990, 1999, 2000, 2009, 2010, 2025, None]),
        **{name: st.sampled_from([True, False, None]) for name in ("jkk", "jkm", "jht", "jp", "jkp")},
    }
)


@st.composite
def registration_rows(draw: st.DrawFn) -> list[Row]:
    """One registration as several positions report it; few people, so that they hold several."""
    person = draw(st.sampled_from(sorted(PEOPLE)))
    segment = draw(st.sampled_from(SEGMENTS))
    card = draw(st.integers(0, 1))
    region, district = PEOPLE[person] or (None, None)
    registration = {
        "person_id": bytes([250 - 45 * person] * 16),
        "registration_id": bytes([person, card, SEGMENTS.index(segment)] * 5 + [0]),
        "segment": segment,
        "head_count": 1,
        "region_nik": region,
        "district_nik": district,
    }
    reported = draw(st.lists(row_of_a_position, min_size=1, max_size=5, unique_by=lambda row: str(row["place"])))
    return [row | registration for row in reported]


@st.composite
def head_rows(draw: st.DrawFn) -> list[Row]:
    """One row of heads without NIK."""
    heads = {"person_id": None, "registration_id": None, "region_nik": None, "district_nik": None, "segment": "JAKON"}
    return [draw(row_of_a_position) | heads | {"head_count": draw(st.integers(1, 400))}]


def month_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


@st.composite
def delivered_rows(draw: st.DrawFn) -> dict[tuple[str, date], list[Row]]:
    """Rows of all positions of all branches, most of the as-of month; a registration is in a position at most once."""
    ages = draw(st.tuples(*[st.sampled_from([0, 0, 31, 32])] * len(BRANCHES)))
    positions = [(branch, AS_OF - timedelta(days=age)) for branch, age in zip(BRANCHES, ages, strict=True)]
    others = st.tuples(st.sampled_from(BRANCHES), st.sampled_from(EARLIER))
    positions += [one for one in draw(st.lists(others, max_size=5, unique=True)) if one not in positions]
    groups = draw(st.lists(st.one_of(*[registration_rows()] * 6, head_rows()), min_size=6, max_size=14))
    rows: dict[Any, Row] = {}
    for number, row in enumerate(row for group in groups for row in group):
        branch, day = positions[row["place"] % len(positions)]
        rest = {name: value for name, value in row.items() if name not in ("place", "home", "unpaid", "ends_in")}
        paid = None if row["unpaid"] is None else month_before(day, row["unpaid"])
        ends = None if row["ends_in"] is None else day + timedelta(days=row["ends_in"])
        full = {**rest, **row["home"], "branch": branch, "position_date": day, "row_no": number}
        full |= {"last_paid": paid, "ends_on": ends}
        rows[branch, day, row["registration_id"] or number] = full
    delivered: dict[tuple[str, date], list[Row]] = {one: [] for one in positions}
    for row in rows.values():
        delivered[row["branch"], row["position_date"]].append(row)
    return delivered


ecosystem_row = st.fixed_dictionaries(
    {
        "region_code": st.sampled_from([*VILLAGES, "52.01", "99.99.99.9999"]),
        "category": st.sampled_from(["PEKERJA_RENTAN", "PEKERJA_RENTAN", "KADER"]),
        "as_of_date": st.sampled_from([date(2023, 1, 1), AS_OF, AS_OF + timedelta(1)]),
        "target": st.sampled_from([None, 0, 1, 2, 50]),
        "position_date": st.sampled_from([date(2023, 6, 1), AS_OF]),
    }
)
eligible_row = st.fixed_dictionaries(
    {
        "region_code": st.sampled_from(["ID", "11", "52", "96", *REGENCIES]),
        "year": st.sampled_from([2023, 2024, 2024, 2025]),
        "segment": st.sampled_from(["TOTAL", "TOTAL", "TOTAL", "PU", "JAKON"]),
        "eligible": st.sampled_from([None, 0, 1, 3, 7, 400, 800, 1001]),
        "version": st.sampled_from(["v1", "v1", "v2", None]),
        "position_date": st.sampled_from([date(2023, 1, 1), date(2024, 3, 31), date(2024, 4, 1), date(2024, 5, 1)]),
        "issuer": st.sampled_from(["BPS", "DISNAKER"]),
    }
)


@st.composite
def eligible_rows(draw: st.DrawFn) -> list[Row]:
    """Single rows of all kinds, over files that give whole levels one version."""
    rows = draw(st.lists(eligible_row, max_size=12))
    for level in draw(st.lists(st.sampled_from([2, 5]), max_size=2, unique=True)):
        codes = REGENCIES if level == 5 else sorted({code[:2] for code in REGENCIES})
        rows += [
            {
                "region_code": code,
                "year": draw(st.sampled_from([2024, 2024, 2024, 2024, 2023])),
                "segment": segment,
                "eligible": draw(st.integers(1, 9)),
                "version": "v1",
                "position_date": date(2023, 12, 1),
                "issuer": "BPS",
            }
            for code in codes
            for segment in ("TOTAL", "BPU")
        ]
    return [row | {"source": "Sakernas"} for row in rows]


months = st.builds(MonthsPerSegment, **{segment: st.integers(0, 4) for segment in SEGMENTS})
choices = st.fixed_dictionaries(
    {
        "grace_months": months,
        "payment_lag_months": st.just(MonthsPerSegment()) | months,
        "regional_segments": st.sampled_from([("PU", "BPU", "JAKON"), ("PU", "BPU", "JAKON"), ("PU", "PMI"), ("BPU",)]),
        "national_segments": st.sampled_from([SEGMENTS, SEGMENTS, None]),
        "split_regencies": st.sampled_from([(), ("52.71",)]),
        "vulnerable_categories": st.sampled_from([("PEKERJA_RENTAN",), ("PEKERJA_RENTAN", "NELAYAN")]),
        "village_target": st.integers(1, 2),
        "cohort_since": st.sampled_from(
            [(), (), (date(2024, 3, 1),), (date(2024, 1, 1), date(2023, 9, 1), date(2024, 4, 1))]
        ),
    }
)


def chosen_settings(chosen: dict[str, Any]) -> Settings:
    regional: tuple[Segment, ...] = chosen["regional_segments"]
    return Settings(**{**chosen, "national_segments": chosen["national_segments"] or regional})


def same(facts: Facts, table: str, expected: list[Row]) -> None:
    """Whether the published rows are those expected, in their order, on the bases that the table declares."""
    declared = FACT_TABLE[table]
    bases = next(column.values for column in declared.columns if column.name == "basis")
    rows = [{name: row[name] for name in declared.column_names} for row in expected if row["basis"] in bases]
    assert facts.tables[table].to_dicts() == rows


@drawn(by_day=15, by_night=120)
@given(
    delivered=delivered_rows(),
    eligible=eligible_rows(),
    ecosystem=st.lists(ecosystem_row, max_size=4),
    chosen=choices,
    data=st.data(),
)
def test_measured_tables_equal_the_naive_count(
    delivered: dict[tuple[str, date], list[Row]],
    eligible: list[Row],
    ecosystem: list[Row],
    chosen: dict[str, Any],
    data: st.DataObject,
) -> None:
    bucket_rows = data.draw(st.sampled_from([1, 3, 10, 1000]), label="bucket_rows")
    part_rows = data.draw(st.sampled_from([2, 1000, 1000]), label="part_rows")
    set_up = chosen_settings(chosen)
    given = {"expected": EXPECTED, "eligible": eligible, "regions": small_country(), "settings": set_up}
    naive = Moved(delivered, as_of=AS_OF, **given)
    with tempfile.TemporaryDirectory() as folder, patch.object(parts, "PART_ROWS", part_rows):
        positions = {
            (branch, day): write_position(Path(folder), branch, day, rows, row_group=4)
            for (branch, day), rows in delivered.items()
        }
        now = [positions[one] for one in newest_of_each_branch(delivered, AS_OF).items()]
        facts = measure_coverage(
            as_of=AS_OF,
            positions=data.draw(st.permutations(now), label="order"),
            expected_branches=EXPECTED,
            eligible=eligible_frame(*eligible),
            regions=small_country(),
            settings=FigureSettings.of(set_up),
            past=past_of(positions.values(), since=set_up.cohort_since),
            ecosystem=pl.DataFrame(ecosystem, schema=NO_ECOSYSTEM.schema),
            bucket_rows=bucket_rows,
        )
    same(facts, "ucj_coverage", naive.coverage())
    same(facts, "ucj_segment", naive.participation())
    same(facts, "ucj_programme", naive.programmes())
    same(facts, "ucj_funder", naive.shares("funder"))
    same(facts, "ucj_segment_funder", naive.segment_funders())
    same(facts, "ucj_category", naive.shares("category"))
    same(facts, "ucj_sex_age", naive.sexes_and_ages())
    same(facts, "ucj_employer", naive.employers())
    same(facts, "ucj_arrears", naive.arrears())
    same(facts, "ucj_expiry", naive.expiry())
    same(facts, "ucj_village", naive.villages(ecosystem))
    same(facts, "ucj_movement", naive.movement())
    same(facts, "ucj_cohort", naive.cohorts())


def past_of(positions: Collection[Position], *, since: Collection[date] = ()) -> Past:
    """Positions of the comparison dates and before, as the catalogue would choose them."""
    asked = (month - timedelta(days=1) for month in since if month <= AS_OF)
    days = {*comparison_dates(AS_OF).values(), *asked}
    by_slot = {(position.branch, position.position_date): position for position in positions}
    then = {day: [by_slot[slot] for slot in newest_of_each_branch(by_slot, day).items()] for day in days}
    known = [position for position in positions if position.position_date <= max(days)]
    return Past(then={day: found for day, found in then.items() if found}, history=known)
