"""Who is counted again after a change."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.incremental import count_people as counting
from tasks.measure.incremental.count_people import Recounted
from tasks.measure.inputs.comparison_dates import Past
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tasks.measure.people.past_people import PastFromLake
from tests.unit.measure.carrying import AS_OF, DECEMBER, THEN, correct, measure, same
from tests.unit.measure.lake_rows import registration, write_position
from warehouse.dimensions.regions import load_regions
from warehouse.lake.cache import Cache
from warehouse.lake.integrity import name_of_object

RULES = rules_of(FigureSettings.of(Settings()), regions=load_regions())


def test_one_corrected_branch_touches_people_of_whom_it_says_something_else(
    tmp_path: Path, cache: Cache, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_TOUCHED", 1)
    assert measure(branches, before, cache).touched == Recounted()
    assert measure(branches, before, cache).touched == Recounted(objects=0, people=0)
    changed = [branches[0], correct(branches[1], tmp_path)]
    facts = measure(changed, before, cache)
    assert facts.touched == Recounted(objects=2, people=1)  # of three, the others as before
    assert facts.coverage.row(0, named=True)["active"] == 12
    assert same(facts, measure(changed, before, None))


def test_a_branch_that_has_gone_touches_all_its_people(
    cache: Cache, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_TOUCHED", 1)
    measure(branches, before, cache)
    facts = measure(branches[:1], before, cache)
    assert facts.touched == Recounted(objects=1, people=2)
    assert same(facts, measure(branches[:1], before, None))


def test_an_object_in_other_uses_touches_all_its_people(
    tmp_path: Path, cache: Cache, before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rows, but the object before was both of now and of the comparison date."""
    monkeypatch.setattr(counting, "MOST_TOUCHED", 10)
    rows = [registration(person) for person in range(1, 5)]
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, other = ([write_position(tmp_path / name, "A", THEN, rows)] for name in ("one", "other"))
    expected = measure(before, before, cache)
    facts = measure(one, other, cache)
    assert facts.touched == Recounted(objects=3, people=4)
    assert same(facts, expected)


def test_a_large_change_counts_everyone(
    tmp_path: Path, cache: Cache, branches: list[Position], before: list[Position]
) -> None:
    measure(branches, before, cache)
    assert measure([branches[0], correct(branches[1], tmp_path)], before, cache).touched == Recounted()


@pytest.mark.parametrize("gone", [0, 1])
def test_an_object_that_can_no_longer_be_read_counts_everyone(
    tmp_path: Path,
    cache: Cache,
    branches: list[Position],
    before: list[Position],
    gone: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "MOST_TOUCHED", 1)
    measure(branches, before, cache)
    changed = list(branches)
    changed[gone] = correct(replace(branches[1], branch="AB"[gone]), tmp_path)
    branches[gone].path.unlink()
    facts = measure(changed, before, cache)
    assert facts.touched == Recounted()
    assert same(facts, measure(changed, before, None))


def test_other_settings_count_everyone(cache: Cache, branches: list[Position], before: list[Position]) -> None:
    measure(branches, before, cache)
    others = Settings(regional_segments=("PU",))
    assert measure(branches, before, cache, settings=others).touched == Recounted()


@pytest.mark.parametrize("column", ["employer_id", "came later"])
def test_objects_with_other_columns_touch_everyone_in_them(
    tmp_path: Path,
    cache: Cache,
    branches: list[Position],
    before: list[Position],
    column: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A version before wrote a column less, or one more; the rows of both could not be compared."""
    monkeypatch.setattr(counting, "MOST_TOUCHED", 10)
    had = pl.read_parquet(branches[1].path)
    other = had.drop(column) if column in had.columns else had.with_columns(pl.lit(True).alias(column))
    stored = branches[1].path.with_name("draft")
    other.write_parquet(stored)
    named = name_of_object("B_2024-05-31", sha256=sha256(stored.read_bytes()).hexdigest())
    measure([branches[0], replace(branches[1], path=stored.rename(stored.with_name(named)))], before, cache)
    changed = [branches[0], correct(branches[1], tmp_path)]
    facts = measure(changed, before, cache)
    assert facts.touched == Recounted(objects=2, people=3)
    assert same(facts, measure(changed, before, None))


def test_the_past_is_read_where_it_is_kept(
    cache: Cache, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = measure(branches, before, cache)
    for path, _ in cache.sets("counts"):
        (path / "manifest.json").unlink()
    for name in ("on", "first"):
        monkeypatch.delattr(PastFromLake, name)
    again = measure(branches, before, cache)
    assert again.touched == Recounted()
    assert same(again, facts)


def test_another_month_needs_the_lake_for_what_is_new(
    tmp_path: Path, cache: Cache, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the past: a comparison date that both have, and the history up to the one before."""
    december = [write_position(tmp_path, "A", DECEMBER, [registration(person) for person in range(3, 8)])]
    history = [*december, *before]
    measure(branches, before, cache, past=Past(then={THEN: before, DECEMBER: december}, history=history))
    june = {
        "as_of": date(2024, 6, 30),
        "past": Past(then={AS_OF: branches, DECEMBER: december}, history=[*history, *branches]),
    }
    asked, on = [], PastFromLake.on

    def ask(lake: PastFromLake, day: date) -> pl.DataFrame:
        asked.append(day)
        return on(lake, day)

    monkeypatch.setattr(PastFromLake, "on", ask)
    monkeypatch.delattr(PastFromLake, "first")
    facts = measure(branches, before, cache, **june)
    assert asked == [AS_OF]
    monkeypatch.undo()
    assert same(facts, measure(branches, before, None, **june))
