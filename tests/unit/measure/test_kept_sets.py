"""Sets that are kept for the next count: damaged, unusable, outdated or strange ones go, and figures stay."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from settings import Settings
from tasks.execution.stage_log import STAGES_LOGGER
from tasks.measure.chosen_rules import rules_of
from tasks.measure.incremental import count_people as counting
from tasks.measure.incremental.count_people import Recounted
from tasks.measure.incremental.evict import evict_unused
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tests.unit.measure.carrying import correct, measure, same
from warehouse.dimensions.regions import load_regions
from warehouse.lake.cache import Cache, write_table

RULES = rules_of(FigureSettings.of(Settings()), regions=load_regions())


def test_damaged_counts_and_pasts_are_dropped_and_made_anew(
    tmp_path: Path,
    cache: Cache,
    branches: list[Position],
    before: list[Position],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(counting, "MOST_TOUCHED", 1)
    measure(branches, before, cache)
    changed = [branches[0], correct(branches[1], tmp_path)]
    expected = measure(changed, before, None)
    kept = sorted(cache.folder.rglob("*.arrow"))
    told = set()
    for path in kept:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :])
        with caplog.at_level(logging.INFO, logger=STAGES_LOGGER):
            facts = measure(changed, before, cache)
        assert same(facts, expected)
        kind = path.parent.parent.name
        if f"set={kind}/" in caplog.text:
            told.add(kind)
        else:  # it was not read
            assert path.read_bytes() != whole
        shutil.rmtree(cache.folder)
        caplog.clear()
        measure(branches, before, cache)  # the order of rows in a file may be another
    assert told == {path.parent.parent.name for path in kept} == {"counts", "past"}


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "gone": Path.unlink,
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("kind", ["past", "counts"])
def test_a_set_that_lacks_something_goes_with_a_line_in_the_log_and_is_counted_anew(
    cache: Cache,
    branches: list[Position],
    before: list[Position],
    kind: str,
    damage: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    facts = measure(branches, before, cache)
    (place, _), *_ = cache.sets(kind)
    DAMAGE[damage](next(place.glob("*.arrow")))
    assert cache.sets(kind) == []
    evict_unused(cache, RULES)
    assert not place.exists()
    assert caplog.messages == [f"stage=measure outcome=kept_set_dropped set={kind}/{place.name}"]
    assert same(measure(branches, before, cache), facts)


def test_something_else_in_the_place_of_a_set_goes(
    cache: Cache, branches: list[Position], before: list[Position]
) -> None:
    measure(branches, before, cache)
    (cache.folder / "past" / "a file").touch()
    (cache.folder / "past" / "a folder").mkdir()
    (cache.folder / "past" / "a folder" / "manifest.json").write_text('{"named": 1, "files": {}}')
    evict_unused(cache, RULES)
    assert [len(list((cache.folder / kind).iterdir())) for kind in ("past", "counts")] == [1, 1]


@pytest.mark.parametrize("kind", ["past", "counts"])
@pytest.mark.parametrize("table", [pl.DataFrame({"person_id": [1]}), None])
def test_a_whole_set_that_cannot_be_used_is_counted_anew(
    cache: Cache,
    branches: list[Position],
    before: list[Position],
    kind: str,
    table: pl.DataFrame | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its manifest holds, but a table has other columns, or is none at all."""
    facts = measure(branches, before, cache)
    (place, named), *_ = cache.sets(kind)
    for counts, _ in cache.sets("counts") if kind == "past" else ():
        shutil.rmtree(counts)  # or nobody would ask for the past
    names = [path.name for path in place.glob("*.arrow")]
    with cache.writing(kind, named) as folder:
        for name in names:
            (folder / name).write_bytes(b"no table") if table is None else write_table(table, folder / name)
    assert [named for _, named in cache.sets(kind)] == [named]
    again = measure(branches, before, cache)
    assert again.touched == Recounted()
    assert same(again, facts)
    assert caplog.messages == [f"stage=measure outcome=kept_set_dropped set={kind}/{place.name}"]
    assert len(cache.sets(kind)) == 1


def test_what_was_counted_under_other_rules_goes(
    cache: Cache, branches: list[Position], before: list[Position], caplog: pytest.LogCaptureFixture
) -> None:
    measure(branches, before, cache)
    evict_unused(cache, replace(RULES, program="of another version"))
    assert [cache.sets(kind) for kind in ("past", "counts")] == [[], []]
    assert caplog.messages == []


def test_what_an_older_version_kept_goes(cache: Cache, branches: list[Position], before: list[Position]) -> None:
    measure(branches, before, cache)
    (cache.folder / "people" / "some").mkdir(parents=True)
    (cache.folder / "of somebody else").touch()
    evict_unused(cache, RULES)
    assert not list((cache.folder / "people").iterdir())
    assert (cache.folder / "of somebody else").exists()


def test_no_id_outlives_its_object(cache: Cache, branches: list[Position], before: list[Position]) -> None:
    measure(branches, before, cache)
    evict_unused(cache, RULES)
    assert [len(cache.sets(kind)) for kind in ("past", "counts")] == [1, 1]
    before[0].path.unlink()
    evict_unused(cache, RULES)
    assert [path.name for path in cache.folder.rglob("*.arrow")] == []
