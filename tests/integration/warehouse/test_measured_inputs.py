"""What measuring asks the catalogue for: positions now, at the comparison dates and before, and a name for all that."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine

from expectations.contracts.codes import CodeList, code_lists
from settings import Settings
from tasks.measure import chosen_rules
from tasks.measure.fingerprint import inputs_sha256
from tasks.measure.inputs.comparison_dates import Past
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import Earlier, MeasureInputs, Sources, read_earlier, read_inputs, read_past
from tasks.measure.inputs.positions import Position
from tests.integration.warehouse import measured
from tests.integration.warehouse.deliveries import Delivery, deliver
from warehouse.dimensions.regions import load_regions

AS_OF = date(2026, 2, 28)
JANUARY, DECEMBER, NOVEMBER, LAST_FEBRUARY = (
    date(2026, 1, 31),
    date(2025, 12, 31),
    date(2025, 11, 30),
    date(2025, 2, 28),
)


def enrolment(branch: str, day: date, *, revision: int = 0) -> Delivery:
    return Delivery(branch=branch, feed="enrolment", position_date=day, revision=revision, number=revision + 4)


def slots(positions: object) -> list[tuple[str, date]]:
    assert isinstance(positions, tuple)
    return sorted((one.branch, one.position_date) for one in positions)


def test_the_past_is_the_last_position_of_each_month_up_to_the_latest_comparison_date(
    engine: Engine, lake: Path
) -> None:
    for branch, day in (
        ("K01", AS_OF),
        ("K01", JANUARY),
        ("K01", date(2026, 1, 30)),
        ("K01", NOVEMBER),
        ("K02", DECEMBER),
        ("K03", date(2026, 2, 10)),
    ):
        deliver(engine, lake, enrolment(branch, day))
    deliver(engine, lake, enrolment("K01", NOVEMBER, revision=1))
    past, ids = read_past(engine, as_of=AS_OF, since=(), lake=lake)
    assert {day: slots(then) for day, then in past.then.items()} == {
        JANUARY: [("K01", JANUARY), ("K02", DECEMBER)],
        DECEMBER: [("K01", NOVEMBER), ("K02", DECEMBER)],
    }
    assert slots(past.history) == [("K01", NOVEMBER), ("K01", JANUARY), ("K02", DECEMBER)]
    assert all(one.path.is_file() and one.rows == 3 for one in past.history)
    assert ids == (2, 5, 7)
    revised = [one.path for one in past.then[DECEMBER] if one.branch == "K01"]
    assert revised == [one.path for one in past.history if one.position_date == NOVEMBER]


def test_without_positions_there_is_no_past(engine: Engine, lake: Path) -> None:
    assert read_past(engine, as_of=AS_OF, since=(), lake=lake) == (Past(then={}, history=()), ())


def test_a_month_that_is_asked_for_is_compared_with_its_eve(engine: Engine, lake: Path) -> None:
    for branch, day in (("K01", AS_OF), ("K02", date(2025, 6, 20)), ("K01", NOVEMBER)):
        deliver(engine, lake, enrolment(branch, day))
    asked = (date(2025, 7, 1), date(2020, 1, 1), date(2026, 3, 1))
    past, _ = read_past(engine, as_of=AS_OF, since=asked, lake=lake)
    assert {day: slots(then) for day, then in past.then.items()} == {
        JANUARY: [("K01", NOVEMBER), ("K02", date(2025, 6, 20))],
        DECEMBER: [("K01", NOVEMBER), ("K02", date(2025, 6, 20))],
        date(2025, 6, 30): [("K02", date(2025, 6, 20))],
    }


@pytest.fixture
def basis(engine: Engine, lake: Path) -> MeasureInputs:
    for delivery in (
        enrolment("K01", AS_OF),
        enrolment("K01", JANUARY),
        Delivery(branch="BPS", position_date=DECEMBER),
    ):
        deliver(engine, lake, delivery)
    sources = Sources.of(Settings(home=lake.parent))
    return read_inputs(engine, as_of=AS_OF, today=AS_OF, sources=sources, settings=FigureSettings.of(Settings()))


OTHER_SETTINGS = (  # each of those that decide figures, with another value
    Settings(grace_months={"PU": 4, "BPU": 3, "JAKON": 0, "PMI": 1}),
    Settings(payment_lag_months={"PU": 1}),
    Settings(regional_segments=("PU", "BPU")),
    Settings(regional_segments=("PU", "BPU", "JAKON"), national_segments=("PU", "BPU", "JAKON")),
    Settings(max_age_days=30),
    Settings(class_bounds_pct=(Decimal(15), Decimal(30), Decimal(51))),
    Settings(vulnerable_categories=("NELAYAN",)),
    Settings(village_target=50),
    Settings(split_regencies=("18.13",)),
    Settings(cohort_since=(date(2022, 3, 1),)),
    Settings(trend_months=35),
    Settings(disclosure={"fewest_people": 6}),
)
OTHER_DISCLOSURE = Settings(disclosure={"largest_claim_pct": 60})


def test_each_setting_that_decides_figures_has_another_value() -> None:
    usual = FigureSettings.of(Settings()).record()
    changed = [FigureSettings.of(one).record() for one in OTHER_SETTINGS]
    assert [name for one in changed for name in one if one[name] != usual[name]] == list(usual)


def test_any_input_that_counts_changes_the_name(basis: MeasureInputs) -> None:
    regions, settings = load_regions(), FigureSettings.of(Settings())
    other = Position("K09", JANUARY, Path("other.parquet"), 1)
    target = {"region_code": "72.05.01.2001", "category": "PEKERJA_RENTAN", "as_of_date": JANUARY, "target": 3}
    coverage, nothing = measured.coverage(JANUARY), measured.frame("ucj_ecosystem", JANUARY, ())
    ecosystem = measured.frame("ucj_ecosystem", JANUARY, [{"region_code": "72.05", "basis": "nik", "active": 3}])
    earlier = [Earlier(coverage=coverage, ecosystem=one) for one in (nothing, ecosystem)]
    names = [
        inputs_sha256(one, as_of=AS_OF, regions=regions, settings=settings)
        for one in (
            basis,
            replace(basis, positions=(*basis.positions, other)),
            replace(basis, past=Past(then={JANUARY: (other,)}, history=basis.past.history)),
            replace(basis, past=Past(then=basis.past.then, history=(other,))),
            replace(basis, eligible=basis.eligible.head(1)),
            replace(basis, expected_branches=("K07",)),
            replace(basis, ecosystem=pl.DataFrame([target], schema=basis.ecosystem.schema)),
            *(replace(basis, earlier={JANUARY: one}) for one in earlier),
        )
    ]
    names += [
        inputs_sha256(basis, as_of=as_of, regions=known, settings=chosen)
        for as_of, known, chosen in (
            (JANUARY, regions, settings),
            (AS_OF, replace(regions, version="later"), settings),
            (AS_OF, replace(regions, splits=regions.splits.head(1)), settings),
            *((AS_OF, regions, FigureSettings.of(chosen)) for chosen in (*OTHER_SETTINGS, OTHER_DISCLOSURE)),
        )
    ]
    assert len(set(names)) == len(names)


def test_month_ends_that_were_measured_are_read_with_their_ecosystems(engine: Engine) -> None:
    measured.measure(engine)
    found = read_earlier(engine, as_of=date(2026, 3, 15), months=36)
    assert {day: one.coverage.height for day, one in found.items()} == dict.fromkeys(
        (measured.JANUARY, measured.FEBRUARY), len(measured.COVERED)
    )
    assert all(one.ecosystem.equals(measured.frame("ucj_ecosystem", day, ())) for day, one in found.items())
    assert list(read_earlier(engine, as_of=measured.FEBRUARY, months=36)) == [measured.JANUARY]


def test_another_code_list_and_other_code_change_the_name(
    basis: MeasureInputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name() -> str:
        return inputs_sha256(basis, as_of=AS_OF, regions=load_regions(), settings=FigureSettings.of(Settings()))

    names = [name()]
    codes = code_lists()["KATEGORI"].codes
    fewer = {**code_lists(), "KATEGORI": CodeList(name="KATEGORI", codes=codes[1:])}
    monkeypatch.setattr(chosen_rules, "code_lists", lambda: fewer)
    names.append(name())
    monkeypatch.setattr(chosen_rules, "PROGRAM", "of another version")
    names.append(name())
    assert len(set(names)) == 3


def test_what_does_not_count_leaves_the_name(basis: MeasureInputs) -> None:
    regions = load_regions()
    backwards = replace(basis, past=Past(then=basis.past.then, history=tuple(reversed(basis.past.history))))
    before, after = FigureSettings.of(Settings(workers=7)), FigureSettings.of(Settings())
    assert inputs_sha256(basis, as_of=AS_OF, regions=regions, settings=before) == inputs_sha256(
        backwards, as_of=AS_OF, regions=regions, settings=after
    )
