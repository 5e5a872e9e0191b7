"""Parts of people by their ids."""

from collections.abc import Sequence

import polars as pl
import pytest

from tasks.measure.people import partitions as parts
from tasks.measure.people.partitions import Partition, by_person, in_partitions

HALF, ALL = 1 << 127, 1 << 128
IDS = [ALL - 1, 0, HALF, 5, HALF - 1, HALF, ALL - 2, 5]


def table(ids: Sequence[int | None]) -> pl.DataFrame:
    return pl.DataFrame({"person_id": ids}, schema={"person_id": pl.UInt128}).with_row_index("row")


def in_chunks(rows: pl.DataFrame) -> pl.DataFrame:
    """As they come from objects."""
    return pl.concat([rows.slice(0, 3), rows.slice(3, 4), rows.slice(7)], rechunk=False)


@pytest.mark.parametrize(("part_rows", "number"), [(1, 8), (2, 4), (3, 4), (4, 2), (8, 1), (100, 1)])
def test_everyone_is_in_one_part(part_rows: int, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many parts as are counted at once, or a multiple: no core waits for the last one."""
    monkeypatch.setattr(parts, "PART_ROWS", part_rows)
    rows, people = in_chunks(table([*IDS, None])), table(sorted(IDS))
    found = in_partitions(len(IDS), lambda part: (part.of(rows), part.of_sorted(people)))
    assert len(found) == number
    assert pl.concat(part for part, _ in found).sort("row").equals(rows.drop_nulls())
    assert pl.concat(part for _, part in found).equals(people)
    for part, of_sorted in found:
        assert part.n_chunks() == 1
        assert sorted(part["person_id"]) == of_sorted["person_id"].to_list()


def test_nobody_is_a_part_of_his_own() -> None:
    assert in_partitions(0, lambda part: part) == [Partition(0, ALL - 1)]


@pytest.mark.parametrize("ids", [IDS, [HALF + 1, HALF, 5, 4, 3], [], [7]])
def test_rows_of_all_partitions_come_in_the_order_of_persons(ids: list[int]) -> None:
    """Also where several share the upper half of their ids."""
    found = by_person(table(ids))
    assert found["person_id"].to_list() == sorted(ids)
    assert found.sort("row").equals(table(ids))
