"""Ranges that are counted side by side: each by itself, found again, and told when their workers die."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from settings import Settings
from tasks.execution.retries import WorkerLost
from tasks.measure import range_task
from tasks.measure.chosen_rules import rules_of
from tasks.measure.counting.count_range import RangeCounts, count_range
from tasks.measure.incremental import one_range
from tasks.measure.incremental.evict import evict_unused
from tasks.measure.incremental.one_range import RangeWork, count_here
from tasks.measure.incremental.program import PROGRAM
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tasks.measure.inputs.rules import CountRules
from tests.unit.measure.carrying import measure, same
from warehouse.dimensions.regions import load_regions
from warehouse.errors import UcjError
from warehouse.lake.cache import Cache, Unreadable

RULES = rules_of(FigureSettings.of(Settings()), regions=load_regions())
WORK = RangeWork(cache=Path("derived"), question="0" * 32, within="11.01-12.01", makes_past=False, program=PROGRAM)


class Killed(Exception):
    """The process of a measurement is gone."""


def count_one_and_die(works: Sequence[RangeWork]) -> None:
    count_here(works[:1])
    raise Killed


def killed_after_one(branches: list[Position], before: list[Position], cache: Cache) -> None:
    with pytest.raises(Killed):
        measure(branches, before, cache, bucket_rows=1, count_ranges=count_one_and_die)


def test_rules_are_the_same_after_they_were_json() -> None:
    again = CountRules.of(json.loads(json.dumps(asdict(RULES))))
    assert again == RULES
    assert again.digest == RULES.digest


def test_a_measurement_that_was_killed_goes_on_after_what_it_had_counted(
    cache: Cache, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after_one(branches, before, cache)
    evict_unused(cache, RULES)
    done = {named["range"] for _, named in cache.sets("ranges")}
    assert len(done) == 1
    asked: list[object] = []

    def count(*args: Any, **given: Any) -> RangeCounts:
        asked.append(args)
        return count_range(*args, **given)

    monkeypatch.setattr(one_range, "count_range", count)
    works: list[RangeWork] = []

    def count_all(given: Sequence[RangeWork]) -> None:
        works.extend(given)
        count_here(given)

    facts = measure(branches, before, cache, bucket_rows=1, count_ranges=count_all)
    assert len(asked) == len(works) - 1 > 0
    assert done < {work.within for work in works}
    assert same(facts, measure(branches, before, None))
    assert [cache.sets(kind) for kind in ("ranges", "questions")] == [[], []]
    assert len(cache.sets("past")) == 1


def test_what_a_killed_measurement_counted_goes_with_the_objects_it_rests_on(
    cache: Cache, branches: list[Position], before: list[Position]
) -> None:
    killed_after_one(branches, before, cache)
    before[0].path.unlink()
    evict_unused(cache, RULES)
    assert [path.name for path in cache.folder.rglob("*.arrow")] == []
    assert cache.sets("questions") == []


def test_a_damaged_range_is_counted_again(cache: Cache, branches: list[Position], before: list[Position]) -> None:
    expected = measure(branches, before, None)
    for name in ("people.arrow", "profiles.arrow"):
        killed_after_one(branches, before, cache)
        damaged = next(path for path in sorted(cache.folder.rglob(name)))
        whole = damaged.read_bytes()
        damaged.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
        assert same(measure(branches, before, cache, bucket_rows=1), expected)
        for kind in ("past", "counts"):
            cache.keep(kind, newest=0, holds=lambda _: False)


def test_a_range_that_two_processes_count_is_kept_once(
    cache: Cache, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was given up may go on: whoever ends last finds the counts of the other."""
    within: list[RangeWork] = []

    def count_all(works: Sequence[RangeWork]) -> None:
        def count_meanwhile(*args: Any, **given: Any) -> RangeCounts:
            if not within:
                within.append(works[0])
                one_range.count_one_range(works[0])
            return count_range(*args, **given)

        monkeypatch.setattr(one_range, "count_range", count_meanwhile)
        count_here(works)

    facts = measure(branches, before, cache, bucket_rows=1, count_ranges=count_all)
    assert within
    assert same(facts, measure(branches, before, None))


class Future:
    def __init__(self, outcome: object) -> None:
        self.outcome = outcome

    def result(self) -> object:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def submitted(monkeypatch: pytest.MonkeyPatch, outcomes: list[object]) -> list[str]:
    """Task runs end with these, in the order in which they are submitted; which ranges they are of."""
    asked: list[str] = []

    def submit(work: RangeWork, _lake: None, **_: object) -> Future:
        asked.append(work.within)
        return Future(outcomes[len(asked) - 1])

    monkeypatch.setattr(range_task.count_regencies, "submit", submit)
    return asked


WORKS = [replace(WORK, within=name) for name in ("-21.01", "21.01-", "unplaced")]
LOST = WorkerLost("gone")


def test_ranges_that_lost_their_worker_are_tried_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = submitted(monkeypatch, [LOST, None, LOST, None, None])
    range_task.count_in_task_runs(WORKS, lake=None)
    assert asked == ["-21.01", "21.01-", "unplaced", "-21.01", "unplaced"]


def test_a_range_that_loses_its_worker_again_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(monkeypatch, [None, LOST, None, LOST])
    with pytest.raises(range_task.RangeLost, match=r"regencies 21\.01- died.*range_rows"):
        range_task.count_in_task_runs(WORKS, lake=None)


def test_a_damaged_set_that_a_worker_met_is_told_here(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(monkeypatch, [None, Path("cache/past/some"), None])
    with pytest.raises(Unreadable) as told:
        range_task.count_in_task_runs(WORKS, lake=None)
    assert told.value.place == Path("cache/past/some")


def test_a_worker_of_another_version_counts_nothing() -> None:
    with pytest.raises(UcjError, match="another version"):
        range_task.count_regencies.fn(replace(WORK, program="older"), None)


def test_a_worker_tells_of_the_damage_that_it_meets(tmp_path: Path) -> None:
    place = range_task.count_regencies.fn(replace(WORK, cache=tmp_path), None)
    assert place == tmp_path / "questions" / WORK.question
