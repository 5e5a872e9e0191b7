"""The measured facts equal those of the naive count, however the rows are cut into ranges and files ordered."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from settings import SEGMENTS, MonthsPerSegment, Segment, Settings
from tasks.measure.coverage import measure_coverage
from tests.property.measure.naive_figures import Measured
from tests.unit.measure.lake_rows import eligible_frame, write_position
from warehouse.regions import Regions

AS_OF = date(2024, 3, 31)
REGENCIES = ["11.01", "11.02", "52.01", "52.02", "52.71", "96.01"]
PEOPLE = dict(enumerate(["11.01", "52.01", "52.71", None]))
PLACES = st.sampled_from([*REGENCIES, None, None, "99.99"])
BRANCHES = ["A01", "B02", "C03"]
EXPECTED = ["A01", "B02", "D04"]
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
        villages=nothing,
        successors=nothing,
    )


row_of_a_branch = st.fixed_dictionaries(
    {
        "branch": st.sampled_from(BRANCHES),
        "region_domicile": PLACES,
        "region_workplace": PLACES,
        "registered_on": st.sampled_from([date(2020, 1, 1), date(2022, 5, 3), AS_OF, AS_OF + timedelta(1)]),
        "last_paid": st.none() | st.sampled_from([date(2023, 12, 1), *(date(2024, m, 1) for m in (1, 2, 3, 4, 5))]),
        "ends_on": st.none() | st.dates(date(2024, 1, 25), date(2024, 4, 2)),
        "ended_on": st.sampled_from([None, None, None, AS_OF, AS_OF + timedelta(1)]),
    }
)


@st.composite
def registration_rows(draw: st.DrawFn) -> list[Row]:
    """One registration as up to three branches report it; few people, so that they hold several."""
    person = draw(st.sampled_from(sorted(PEOPLE)))
    segment = draw(st.sampled_from(SEGMENTS))
    card = draw(st.integers(0, 1))
    registration = {
        "person_id": bytes([200 - person] * 16),
        "registration_id": bytes([person, card, SEGMENTS.index(segment)] * 5 + [0]),
        "segment": segment,
        "head_count": 1,
        "region_nik": PEOPLE[person],
    }
    reported = draw(st.lists(row_of_a_branch, min_size=1, max_size=3, unique_by=lambda row: str(row["branch"])))
    return [row | registration for row in reported]


@st.composite
def head_rows(draw: st.DrawFn) -> list[Row]:
    """One row of heads without NIK."""
    heads = {"person_id": None, "registration_id": None, "region_nik": None, "segment": "JAKON"}
    return [draw(row_of_a_branch) | heads | {"head_count": draw(st.integers(1, 400))}]


@st.composite
def enrolment_rows(draw: st.DrawFn) -> list[Row]:
    """Rows of all branches; a registration is in one branch at most once, as repeats are merged before."""
    groups = draw(st.lists(st.one_of(*[registration_rows()] * 6, head_rows()), max_size=14))
    rows: dict[Any, Row] = {}
    for number, row in enumerate(row for group in groups for row in group):
        rows[row["branch"], row["registration_id"] or number] = row | {"row_no": number}
    return list(rows.values())


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
    }
)


def chosen_settings(chosen: dict[str, Any]) -> Settings:
    regional: tuple[Segment, ...] = chosen["regional_segments"]
    return Settings(**{**chosen, "national_segments": chosen["national_segments"] or regional})


@settings(max_examples=150, deadline=None)
@given(rows=enrolment_rows(), eligible=eligible_rows(), chosen=choices, data=st.data())
def test_equals_the_naive_count(
    rows: list[Row], eligible: list[Row], chosen: dict[str, Any], data: st.DataObject
) -> None:
    ages = data.draw(st.tuples(*[st.sampled_from([0, 0, 31, 32])] * len(BRANCHES)), label="ages")
    bucket_rows = data.draw(st.sampled_from([1, 3, 10, 1000]), label="bucket_rows")
    set_up = chosen_settings(chosen)
    dates = {branch: AS_OF - timedelta(days=age) for branch, age in zip(BRANCHES, ages, strict=True)}
    naive = Measured(
        [{**row, "position_date": dates[row["branch"]]} for row in rows],
        as_of=AS_OF,
        branches=dates,
        expected=EXPECTED,
        eligible=eligible,
        regions=small_country(),
        settings=set_up,
    )
    with tempfile.TemporaryDirectory() as folder:
        positions = [
            write_position(Path(folder), branch, day, [r for r in rows if r["branch"] == branch], row_group=4)
            for branch, day in dates.items()
        ]
        facts = measure_coverage(
            as_of=AS_OF,
            positions=data.draw(st.permutations(positions), label="order"),
            expected_branches=EXPECTED,
            eligible=eligible_frame(*eligible),
            regions=small_country(),
            settings=set_up,
            bucket_rows=bucket_rows,
        )
    assert facts.coverage.to_dicts() == naive.coverage()
    assert facts.participation.to_dicts() == naive.participation()
