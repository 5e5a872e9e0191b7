"""Counts that carry on from those before, with a kept past, equal those of counting everyone anew."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.measure.facts import Facts
from tasks.measure.incremental import count_people as counting
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tasks.measure.measure import measure_coverage
from tasks.measure.people import partitions as parts
from tests.drawn import drawn
from tests.property.measure.naive_movement import newest_of_each_branch
from tests.property.measure.test_measure_agrees import (
    AS_OF,
    EXPECTED,
    Row,
    choices,
    chosen_settings,
    delivered_rows,
    eligible_rows,
    past_of,
    small_country,
)
from tests.unit.measure.lake_rows import eligible_frame, write_position
from warehouse.lake.cache import Cache

Delivered = Mapping[tuple[str, date], list[Row]]


places = st.lists(st.integers(0, 7), max_size=2)
forgotten = st.sampled_from(["counts", "people", "first", None, None, None])


@st.composite
def nations(draw: st.DrawFn) -> list[tuple[Delivered, list[Row]]]:
    """A nation and what becomes of it: positions that come, go, are replaced or corrected; other denominators."""
    deliveries = [draw(delivered_rows()) for _ in range(3)]
    denominators = [draw(eligible_rows()) for _ in range(2)]
    delivered: Delivered = deliveries[0]
    stages = [(delivered, denominators[0])]
    for other in deliveries[1:]:
        gone = {sorted(delivered)[place % len(delivered)] for place in draw(places)}
        came = {sorted(other)[place % len(other)] for place in draw(places)}
        corrected = {sorted(delivered)[place % len(delivered)] for place in draw(places)}
        kept = {
            slot: corrected_rows(rows, draw(st.integers(0, 7))) if slot in corrected else rows
            for slot, rows in delivered.items()
            if slot not in gone
        }
        delivered = kept | {slot: other[slot] for slot in sorted(came)} or delivered
        stages.append((delivered, denominators[draw(st.integers(0, 1))]))
    return stages


def corrected_rows(rows: list[Row], place: int) -> list[Row]:
    """The rows of a position without one of them and with one changed; those after the first have other numbers."""
    others = [row | {"row_no": row["row_no"] - 1} for row in rows]
    del others[place % (len(rows) or 1) : place % (len(rows) or 1) + 1]
    return [*others[:-1], *(row | {"funder": "CSR"} for row in others[-1:])]


def people_then(facts: Facts) -> list[tuple[Any, ...]]:
    """Who was counted on the comparison dates, by place and set of categories."""
    return sorted((row for then in facts.then.values() for row in then.people.rows()), key=str)


cases = {
    "stages": nations(),
    "chosen": choices,
    "lost": st.tuples(forgotten, forgotten, forgotten),
    "bucket_rows": st.tuples(*[st.sampled_from([2, 5, 1000])] * 3),
    "part_rows": st.tuples(*[st.sampled_from([2, 1000])] * 3),
}


@drawn(by_day=4, by_night=16)
@given(**cases)
def test_a_past_that_is_carried_on_equals_counting_everyone(**case: Any) -> None:
    carry_on_and_compare(**case)


@pytest.mark.nightly
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(**cases)
def test_equals_counting_everyone_in_many_nations(**case: Any) -> None:
    carry_on_and_compare(**case)


def carry_on_and_compare(
    stages: list[tuple[Delivered, list[Row]]],
    chosen: dict[str, Any],
    lost: tuple[str | None, ...],
    bucket_rows: tuple[int, ...],
    part_rows: tuple[int, ...],
) -> None:
    """Measure each stage carrying on from the one before, some of the cache being lost, and anew."""
    with tempfile.TemporaryDirectory() as name, patch.object(counting, "MOST_TOUCHED", 1e9):
        folder, cache = Path(name), Cache(Path(name) / "derived")
        written: dict[str, Position] = {}
        for number, (delivered, eligible) in enumerate(stages):
            (folder / str(number)).mkdir()
            positions = {}
            for slot, rows in delivered.items():  # an object keeps its path while its rows are the same
                content = repr((slot, rows))
                if content not in written:
                    written[content] = write_position(folder / str(number), *slot, rows, row_group=4)
                positions[slot] = written[content]

            shutil.rmtree(cache.folder / (lost[number] or "nothing"), ignore_errors=True)
            measured = partial(
                measure_coverage,
                as_of=AS_OF,
                positions=[positions[one] for one in newest_of_each_branch(positions, AS_OF).items()],
                expected_branches=EXPECTED,
                eligible=eligible_frame(*eligible),
                regions=small_country(),
                settings=FigureSettings.of(chosen_settings(chosen)),
                past=past_of(positions.values()),
            )
            with patch.object(parts, "PART_ROWS", part_rows[number]):
                carried_on = measured(cache=cache, bucket_rows=bucket_rows[number])
            anew = measured()
            for name_of_table, table in anew.tables.items():
                assert carried_on.tables[name_of_table].equals(table), name_of_table
            assert carried_on.parts.equals(anew.parts)
            assert people_then(carried_on) == people_then(anew)
