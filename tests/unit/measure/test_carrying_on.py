"""What is counted again after a change, and what is kept for it."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from settings import Settings
from tasks.measure import counting
from tasks.measure.chosen_rules import rules_of
from tasks.measure.comparisons import Past
from tasks.measure.counting import Touched
from tasks.measure.coverage import measure_coverage
from tasks.measure.facts import Facts
from tasks.measure.past import FromLake
from tasks.measure.positions import Position
from tasks.measure.tidy import tidy
from tasks.stage_log import STAGES_LOGGER
from tests.unit.measure.lake_rows import eligible_frame, registration, write_position
from warehouse.derived_data import Derived, write_table
from warehouse.intact import name_of_object
from warehouse.regions import load_regions

RULES = rules_of(Settings(), regions=load_regions())
AS_OF, THEN, DECEMBER = date(2024, 5, 31), date(2024, 4, 30), date(2023, 12, 31)


@pytest.fixture
def derived(tmp_path: Path) -> Derived:
    return Derived(tmp_path / "derived")


@pytest.fixture
def branches(tmp_path: Path) -> list[Position]:
    """Two branches of ten and two people, of whom one is in both."""
    many = [registration(person) for person in range(1, 11)]
    return [
        write_position(tmp_path, "A", AS_OF, many),
        write_position(tmp_path, "B", AS_OF, [registration(10, 1), registration(11)]),
    ]


@pytest.fixture
def before(tmp_path: Path) -> list[Position]:
    return [write_position(tmp_path, "A", THEN, [registration(person) for person in range(1, 5)])]


def measure(positions: list[Position], before: list[Position], derived: Derived | None, **given: Any) -> Facts:
    usual = {"as_of": AS_OF, "past": Past(then={THEN: before}, history=before), "settings": Settings()}
    return measure_coverage(
        positions=positions,
        expected_branches=["A", "B"],
        eligible=eligible_frame(),
        regions=load_regions(),
        derived=derived,
        **{**usual, **given},
    )


def correct(branch: Position, folder: Path) -> Position:
    """The same position with one person more."""
    (folder / "corrected").mkdir()
    rows = [registration(10, 1), registration(11), registration(12)]
    return write_position(folder / "corrected", branch.branch, branch.position_date, rows)


def same(one: Facts, other: Facts) -> bool:
    return all(one.tables[name].equals(table) for name, table in other.tables.items())


def test_one_corrected_branch_touches_people_of_whom_it_says_something_else(
    tmp_path: Path, derived: Derived, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_TOUCHED", 1)
    assert measure(branches, before, derived).touched == Touched()
    assert measure(branches, before, derived).touched == Touched(objects=0, people=0)
    changed = [branches[0], correct(branches[1], tmp_path)]
    facts = measure(changed, before, derived)
    assert facts.touched == Touched(objects=2, people=1)  # of three, the others as before
    assert facts.coverage.row(0, named=True)["active"] == 12
    assert same(facts, measure(changed, before, None))


def test_a_branch_that_has_gone_touches_all_its_people(
    derived: Derived, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_TOUCHED", 1)
    measure(branches, before, derived)
    facts = measure(branches[:1], before, derived)
    assert facts.touched == Touched(objects=1, people=2)
    assert same(facts, measure(branches[:1], before, None))


def test_an_object_in_other_uses_touches_all_its_people(
    tmp_path: Path, derived: Derived, before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rows, but the object before was both of now and of the comparison date."""
    monkeypatch.setattr(counting, "MOST_TOUCHED", 10)
    rows = [registration(person) for person in range(1, 5)]
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, other = ([write_position(tmp_path / name, "A", THEN, rows)] for name in ("one", "other"))
    expected = measure(before, before, derived)
    facts = measure(one, other, derived)
    assert facts.touched == Touched(objects=3, people=4)
    assert same(facts, expected)


def test_a_large_change_counts_everyone(
    tmp_path: Path, derived: Derived, branches: list[Position], before: list[Position]
) -> None:
    measure(branches, before, derived)
    assert measure([branches[0], correct(branches[1], tmp_path)], before, derived).touched == Touched()


@pytest.mark.parametrize("gone", [0, 1])
def test_an_object_that_can_no_longer_be_read_counts_everyone(
    tmp_path: Path,
    derived: Derived,
    branches: list[Position],
    before: list[Position],
    gone: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "MOST_TOUCHED", 1)
    measure(branches, before, derived)
    changed = list(branches)
    changed[gone] = correct(replace(branches[1], branch="AB"[gone]), tmp_path)
    branches[gone].path.unlink()
    facts = measure(changed, before, derived)
    assert facts.touched == Touched()
    assert same(facts, measure(changed, before, None))


def test_damaged_counts_and_pasts_are_dropped_and_made_anew(
    tmp_path: Path,
    derived: Derived,
    branches: list[Position],
    before: list[Position],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(counting, "MOST_TOUCHED", 1)
    measure(branches, before, derived)
    changed = [branches[0], correct(branches[1], tmp_path)]
    expected = measure(changed, before, None)
    kept = sorted(derived.folder.rglob("*.arrow"))
    told = set()
    for path in kept:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :])
        with caplog.at_level(logging.INFO, logger=STAGES_LOGGER):
            facts = measure(changed, before, derived)
        assert same(facts, expected)
        kind = path.parent.parent.name
        if f"set={kind}/" in caplog.text:
            told.add(kind)
        else:  # it was not read
            assert path.read_bytes() != whole
        shutil.rmtree(derived.folder)
        caplog.clear()
        measure(branches, before, derived)  # the order of rows in a file may be another
    assert told == {path.parent.parent.name for path in kept} == {"counts", "past"}


def test_other_settings_count_everyone(derived: Derived, branches: list[Position], before: list[Position]) -> None:
    measure(branches, before, derived)
    others = Settings(regional_segments=("PU",))
    assert measure(branches, before, derived, settings=others).touched == Touched()


@pytest.mark.parametrize("column", ["sex", "came later"])
def test_objects_with_other_columns_touch_everyone_in_them(
    tmp_path: Path,
    derived: Derived,
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
    measure([branches[0], replace(branches[1], path=stored.rename(stored.with_name(named)))], before, derived)
    changed = [branches[0], correct(branches[1], tmp_path)]
    facts = measure(changed, before, derived)
    assert facts.touched == Touched(objects=2, people=3)
    assert same(facts, measure(changed, before, None))


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "gone": Path.unlink,
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("kind", ["past", "counts"])
def test_a_set_that_lacks_something_goes_with_a_line_in_the_log_and_is_counted_anew(
    derived: Derived,
    branches: list[Position],
    before: list[Position],
    kind: str,
    damage: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    facts = measure(branches, before, derived)
    (place, _), *_ = derived.sets(kind)
    DAMAGE[damage](next(place.glob("*.arrow")))
    assert derived.sets(kind) == []
    tidy(derived, RULES)
    assert not place.exists()
    assert caplog.messages == [f"stage=measure outcome=kept_set_dropped set={kind}/{place.name}"]
    assert same(measure(branches, before, derived), facts)


def test_something_else_in_the_place_of_a_set_goes(
    derived: Derived, branches: list[Position], before: list[Position]
) -> None:
    measure(branches, before, derived)
    (derived.folder / "past" / "a file").touch()
    (derived.folder / "past" / "a folder").mkdir()
    (derived.folder / "past" / "a folder" / "manifest.json").write_text('{"named": 1, "files": {}}')
    tidy(derived, RULES)
    assert [len(list((derived.folder / kind).iterdir())) for kind in ("past", "counts")] == [1, 1]


@pytest.mark.parametrize("kind", ["past", "counts"])
@pytest.mark.parametrize("table", [pl.DataFrame({"person_id": [1]}), None])
def test_a_whole_set_that_cannot_be_used_is_counted_anew(
    derived: Derived,
    branches: list[Position],
    before: list[Position],
    kind: str,
    table: pl.DataFrame | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its manifest holds, but a table has other columns, or is none at all."""
    facts = measure(branches, before, derived)
    (place, named), *_ = derived.sets(kind)
    for counts, _ in derived.sets("counts") if kind == "past" else ():
        shutil.rmtree(counts)  # or nobody would ask for the past
    names = [path.name for path in place.glob("*.arrow")]
    with derived.writing(kind, named) as folder:
        for name in names:
            (folder / name).write_bytes(b"no table") if table is None else write_table(table, folder / name)
    assert [named for _, named in derived.sets(kind)] == [named]
    again = measure(branches, before, derived)
    assert again.touched == Touched()
    assert same(again, facts)
    assert caplog.messages == [f"stage=measure outcome=kept_set_dropped set={kind}/{place.name}"]
    assert len(derived.sets(kind)) == 1


def test_the_past_is_read_where_it_is_kept(
    derived: Derived, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = measure(branches, before, derived)
    for path, _ in derived.sets("counts"):
        (path / "manifest.json").unlink()
    for name in ("on", "first"):
        monkeypatch.delattr(FromLake, name)
    again = measure(branches, before, derived)
    assert again.touched == Touched()
    assert same(again, facts)


def test_another_month_needs_the_lake_for_what_is_new(
    tmp_path: Path, derived: Derived, branches: list[Position], before: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the past: a comparison date that both have, and the history up to the one before."""
    december = [write_position(tmp_path, "A", DECEMBER, [registration(person) for person in range(3, 8)])]
    history = [*december, *before]
    measure(branches, before, derived, past=Past(then={THEN: before, DECEMBER: december}, history=history))
    june = {
        "as_of": date(2024, 6, 30),
        "past": Past(then={AS_OF: branches, DECEMBER: december}, history=[*history, *branches]),
    }
    asked, on = [], FromLake.on

    def ask(lake: FromLake, day: date) -> pl.DataFrame:
        asked.append(day)
        return on(lake, day)

    monkeypatch.setattr(FromLake, "on", ask)
    monkeypatch.delattr(FromLake, "first")
    facts = measure(branches, before, derived, **june)
    assert asked == [AS_OF]
    monkeypatch.undo()
    assert same(facts, measure(branches, before, None, **june))


def test_what_was_counted_under_other_rules_goes(
    derived: Derived, branches: list[Position], before: list[Position], caplog: pytest.LogCaptureFixture
) -> None:
    measure(branches, before, derived)
    tidy(derived, replace(RULES, program="of another version"))
    assert [derived.sets(kind) for kind in ("past", "counts")] == [[], []]
    assert caplog.messages == []


def test_what_an_older_version_kept_goes(derived: Derived, branches: list[Position], before: list[Position]) -> None:
    measure(branches, before, derived)
    (derived.folder / "people" / "some").mkdir(parents=True)
    (derived.folder / "of somebody else").touch()
    tidy(derived, RULES)
    assert not list((derived.folder / "people").iterdir())
    assert (derived.folder / "of somebody else").exists()


def test_no_id_outlives_its_object(derived: Derived, branches: list[Position], before: list[Position]) -> None:
    measure(branches, before, derived)
    tidy(derived, RULES)
    assert [len(derived.sets(kind)) for kind in ("past", "counts")] == [1, 1]
    before[0].path.unlink()
    tidy(derived, RULES)
    assert [path.name for path in derived.folder.rglob("*.arrow")] == []
