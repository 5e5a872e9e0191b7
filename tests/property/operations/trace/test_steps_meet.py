"""The steps from rows to people add up to the figures that counting finds, in every region, on every basis."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import Phase, given
from hypothesis import strategies as st

from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.measure import measure_coverage
from tasks.operations.trace.rows_to_people import Place, count_steps
from tasks.operations.trace.steps import movement_steps
from tasks.operations.trace.trace import count_rows
from tests.drawn import drawn
from tests.property.measure.naive_movement import newest_of_each_branch
from tests.property.measure.test_measure_agrees import (
    AS_OF,
    EXPECTED,
    REGENCIES,
    Row,
    choices,
    chosen_settings,
    delivered_rows,
    past_of,
    small_country,
)
from tests.unit.measure.lake_rows import eligible_frame, write_position
from warehouse.dimensions.closed_lists import BASES, NATION

PLACES = [(region, basis) for region in (NATION, "11", "52", "96", *REGENCIES) for basis in BASES]


@drawn(by_day=8, by_night=50, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(delivered=delivered_rows(), chosen=choices, data=st.data())
def test_steps_end_at_the_figures(
    delivered: dict[tuple[str, date], list[Row]], chosen: dict[str, Any], data: st.DataObject
) -> None:
    set_up, regions = chosen_settings(chosen), small_country()
    rules = rules_of(FigureSettings.of(set_up), regions=regions)
    places = data.draw(st.lists(st.sampled_from(PLACES), min_size=4, max_size=8, unique=True), label="places")
    bucket_rows = data.draw(st.sampled_from([1, 3, 1000]), label="bucket_rows")
    with tempfile.TemporaryDirectory() as folder:
        positions = {
            (branch, day): write_position(Path(folder), branch, day, rows, row_group=4)
            for (branch, day), rows in delivered.items()
        }
        now = [positions[one] for one in newest_of_each_branch(delivered, AS_OF).items()]
        past = past_of(positions.values())
        tables = measure_coverage(
            as_of=AS_OF,
            positions=now,
            expected_branches=EXPECTED,
            eligible=eligible_frame(),
            regions=regions,
            settings=FigureSettings.of(set_up),
            past=past,
        ).tables
        for region, basis in places:
            place = Place(region=region, basis=basis, as_of=AS_OF, rules=rules)
            steps = dict(count_steps(data.draw(st.permutations(now)), place=place, bucket_rows=bucket_rows))
            (figures,) = tables["ucj_coverage"].filter(region_code=region, basis=basis).to_dicts()
            assert sum(steps.values()) == figures["active"], place
            assert steps["heads"] == figures["active_unlinked"]
            moved = steps.get("crosswalk_out", 0) + steps.get("crosswalk_in", 0)
            found = [count_rows(one.path, region=region, basis=basis, as_of=AS_OF, rules=rules) for one in now]
            assert steps["rows"] + moved == sum(rows for rows, _ in found)
            for row in tables["ucj_movement"].filter(region_code=region, basis=basis).iter_rows(named=True):
                movement = movement_steps(row, rows_then=None)
                assert movement.people.meets
                assert movement.net.meets
                day = row["compared_with"]
                then = Place(region=region, basis=basis, as_of=day, rules=rules)
                steps_then = count_steps(past.then[day], place=then, bucket_rows=bucket_rows)
                assert sum(number for _, number in steps_then) == row["active_then"] + row["unlinked_then"]
