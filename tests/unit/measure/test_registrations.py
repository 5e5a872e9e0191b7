"""The same registration in two branches, and people with several registrations."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.counting.regency_ranges import RegencyRange
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position, order_positions
from tasks.measure.people.people import group_people
from tasks.measure.registrations.protection import with_protection
from tasks.measure.registrations.registrations import Registrations, keep_newest, read_registrations
from tests.unit.measure.lake_rows import heads, registration, write_position
from warehouse.dimensions.regions import load_regions

AS_OF = date(2024, 5, 31)
EARLIER = date(2024, 5, 1)
RULES = rules_of(FigureSettings.of(Settings()), regions=load_regions())


def found(*positions: Position) -> Registrations:
    rows = read_registrations(positions, read=RegencyRange(everything=True).read, as_of=AS_OF, rules=RULES)
    return keep_newest(rows)


def counted(*positions: Position) -> pl.DataFrame:
    registrations = found(*positions)
    return pl.concat([registrations.alone, registrations.several])


def workplaces(*positions: Position) -> list[str]:
    return sorted(counted(*positions)["workplace"].cast(pl.String))


def in_branches(
    folder: Path, first: dict[str, Any], second: dict[str, Any], *, dates: tuple[date, date] = (AS_OF, AS_OF)
) -> list[Position]:
    """One registration, at work in 72.06 for branch A and in 72.07 for branch B."""
    return [
        write_position(folder, "A", dates[0], [registration(1, **({"region_workplace": "72.06"} | first))]),
        write_position(folder, "B", dates[1], [registration(1, **({"region_workplace": "72.07"} | second))]),
    ]


def test_the_newer_position_wins_whatever_was_paid(tmp_path: Path) -> None:
    paid_later = {"last_paid": date(2024, 12, 1)}
    assert workplaces(*in_branches(tmp_path, {}, paid_later, dates=(AS_OF, EARLIER))) == ["72.06"]
    assert workplaces(*in_branches(tmp_path, paid_later, {}, dates=(EARLIER, AS_OF))) == ["72.07"]


def test_the_newer_position_wins_even_ended(tmp_path: Path) -> None:
    assert workplaces(*in_branches(tmp_path, {}, {"ended_on": EARLIER}, dates=(EARLIER, AS_OF))) == []


def test_of_the_same_date_the_later_paid_month_wins(tmp_path: Path) -> None:
    assert workplaces(*in_branches(tmp_path, {}, {"last_paid": date(2024, 6, 1)})) == ["72.07"]
    assert workplaces(*in_branches(tmp_path, {"last_paid": None}, {})) == ["72.07"]


def test_of_equal_registrations_that_of_the_first_branch_counts(tmp_path: Path) -> None:
    assert workplaces(*in_branches(tmp_path, {}, {})) == ["72.06"]


def test_a_branch_is_first_by_its_code_however_positions_are_listed(tmp_path: Path) -> None:
    """As docs/definitions.md says: the later paid month, then the branch first in code order, whatever the row."""
    second, first = in_branches(tmp_path, {"row_no": 1}, {"row_no": 9})[::-1]
    assert workplaces(*order_positions([second, first], as_of=AS_OF)) == ["72.06"]
    later = in_branches(tmp_path, {}, {"last_paid": date(2024, 5, 2)})[::-1]
    assert workplaces(*order_positions(later, as_of=AS_OF)) == ["72.07"]


def test_different_registrations_both_stay(tmp_path: Path) -> None:
    rows = [registration(1, 1), registration(1, 2), registration(1, 1, segment="BPU"), heads(3)]
    assert counted(write_position(tmp_path, "A", AS_OF, rows)).height == 3


def test_ids_that_share_a_half_are_different(tmp_path: Path) -> None:
    ids = [bytes(8) + b"12345678", b"12345678" * 2, b"12345678" + bytes(8)]
    rows = [registration(n, registration_id=one, person_id=one) for n, one in enumerate(ids)]
    position = write_position(tmp_path, "A", AS_OF, rows)
    assert counted(position).height == 3
    assert grouped(position).height == 3


def grouped(position: Position) -> pl.DataFrame:
    """People by their registrations."""
    return group_people(with_protection(found(position), as_of=AS_OF, rules=RULES), rules=RULES)


def people(folder: Path, *rows: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Segment sets (PU 1, BPU 2, JAKON 4, PMI 8) and regions of the people of one branch."""
    grouped_people = grouped(write_position(folder, "A", AS_OF, rows))
    return grouped_people.select("active", "current", pl.col("nik", "domicile", "workplace").cast(pl.String)).rows()


def test_a_person_once_with_all_segments(tmp_path: Path) -> None:
    rows = [
        registration(1, 1),
        registration(1, 2, last_paid=date(2024, 3, 1)),
        registration(1, segment="BPU", last_paid=date(2024, 3, 1)),
        registration(1, segment="PMI", last_paid=date(2020, 3, 1)),
    ]
    assert people(tmp_path, *rows) == [(3, 1, "72.05", "72.05", "72.05")]


def test_the_latest_active_registration_places_a_person(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, registered_on=date(2021, 1, 1), region_workplace="72.06"),
        registration(1, 2, registered_on=date(2020, 1, 1), region_workplace="72.07"),
        registration(1, 3, registered_on=date(2022, 1, 1), last_paid=date(2022, 1, 1)),
    ]
    assert people(tmp_path, *rows) == [(1, 1, "72.05", "72.05", "72.06")]


def test_then_paid_month_then_id_place_a_person(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, region_workplace="72.06"),
        registration(1, 2, region_workplace="72.07", region_domicile="72.06"),
        registration(1, 3, last_paid=date(2024, 4, 1)),
    ]
    assert people(tmp_path, *rows) == [(1, 1, "72.05", "72.06", "72.07")]


def test_registration_date_goes_before_paid_month(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, registered_on=date(2021, 1, 1), last_paid=date(2024, 4, 1), region_workplace="72.06"),
        registration(1, 2, registered_on=date(2020, 1, 1), last_paid=date(2024, 5, 1), region_workplace="72.07"),
    ]
    assert people(tmp_path, *rows) == [(1, 1, "72.05", "72.05", "72.06")]


def test_a_paid_month_goes_before_none(tmp_path: Path) -> None:
    project: dict[str, Any] = {"segment": "JAKON", "ends_on": AS_OF}
    rows = [
        registration(1, 2, last_paid=None, region_workplace="72.07", **project),
        registration(1, 1, last_paid=date(2020, 1, 1), region_workplace="72.06", **project),
    ]
    assert people(tmp_path, *rows) == [(4, 4, "72.05", "72.05", "72.06")]


def test_a_registration_that_counts_in_the_nation_alone_tells_nothing_of_who_has_another(tmp_path: Path) -> None:
    abroad: dict[str, Any] = {"segment": "PMI", "ends_on": date(2025, 1, 1), "registered_on": date(2024, 1, 1)}
    rows = [
        registration(1, last_paid=date(2024, 3, 1), region_workplace="72.06", funder="CSR"),
        registration(1, **abroad, region_workplace="72.07", funder="APBN", jkk=True),
        registration(2, **abroad, region_workplace="72.07", funder="APBN", jkk=True),
    ]
    found = grouped(write_position(tmp_path, "A", AS_OF, rows)).sort("person_id")
    names = ["active", "current", "programmes", "unpaid", "workplace", "funder", "until_funder", "payment", "until"]
    assert found.select(names).rows() == [
        (9, 8, 0, 2, "72.06", "CSR", "CSR", "monthly", date(2024, 3, 31)),
        (8, 8, 1, 0, "72.07", "APBN", "APBN", "contract", date(2025, 1, 1)),
    ]


def test_no_fall_back_to_an_older_registration(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, registered_on=date(2021, 1, 1), region_workplace=None, region_domicile="11.99"),
        registration(1, 2),
    ]
    assert people(tmp_path, *rows) == [(1, 1, "72.05", None, None)]
