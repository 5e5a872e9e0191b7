"""The archive replayed under other rules: what changes, what stays, and what a killed replay leaves."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Engine

from settings import Settings
from tasks.conform.conform import conform
from tasks.ingest import evaluate as judging
from tasks.ingest import reprocess as replaying
from tasks.ingest.replayed import Replayed
from tasks.ingest.reprocess import reprocess
from tasks.ingest.selection import NothingSelected, Selection, select_submissions
from tasks.load import load as loading
from tests.integration.ingest.home import NOW, deliver, extract, take
from warehouse.dimensions.regions import load_regions
from warehouse.errors import SubmissionUnknown
from warehouse.records import Cause, Status
from warehouse.submissions.lookup import get, list_submissions
from warehouse.submissions.positions import live_positions, objects_of_submission
from warehouse.submissions.verdicts import verdicts_of

JANUARY = "PESERTA_K01_20260131.csv"


@pytest.fixture
def home(settings: Settings, engine: Engine) -> Path:
    """S1 has two bad rows of 42, S2 none; S3 corrects S2."""
    deliver(settings.home, "K01", JANUARY, extract(40, bad=2))
    deliver(settings.home, "K02", "PESERTA_K02_20260131.csv", extract(30, first=100))
    take(settings, engine)
    deliver(settings.home, "K02", "PESERTA_K02_20260131_R1.csv", extract(29, first=100, bad=1))
    take(settings, engine)
    return settings.home


@pytest.fixture
def again(settings: Settings, engine: Engine) -> Callable[..., list[Replayed]]:
    def run(*numbers: int, dry_run: bool = False) -> list[Replayed]:
        chosen = select_submissions(engine, Selection(ids=numbers, everything=not numbers), regions=load_regions())
        return [
            reprocess(
                one,
                settings=settings,
                engine=engine,
                regions=load_regions(),
                now=NOW + timedelta(days=1),
                dry_run=dry_run,
            )
            for one in chosen
        ]

    return run


def threshold(settings: Settings, share: str) -> None:
    """As an operator who edits the branch list."""
    settings.branches_path.write_text(f"code,name,max_reject_share\nK01,Buol,{share}\nK02,Palu,{share}\n")


def told(settings: Settings, number: int, engine: Engine) -> dict[str, Any]:
    (place,) = (settings.path("outbox") / get(engine, number).folder).glob(f"S{number:06d}_*/receipt.json")
    record: dict[str, Any] = json.loads(place.read_text())
    return record


def contents(folder: Path) -> dict[str, bytes]:
    skipped = ("warehouse.db",)
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(skipped)
    }


def test_under_the_same_rules_nothing_changes(home: Path, engine: Engine, again: Callable[..., list[Replayed]]) -> None:
    before, files = list_submissions(engine), contents(home)
    assert [one.changed for one in again()] == [False, False, False]
    assert list_submissions(engine) == before
    assert contents(home) == files
    assert [len(verdicts_of(engine, number)) for number in (1, 2, 3)] == [1, 1, 1]


def test_a_stricter_threshold_refuses_and_the_one_before_is_in_force_again(
    home: Path, settings: Settings, engine: Engine, again: Callable[..., list[Replayed]]
) -> None:
    original = verdicts_of(engine, 3)[0]
    threshold(settings, "1%")
    dry = again(dry_run=True)
    assert [one.changed for one in dry] == [True, False, True]
    assert get(engine, 1).status is Status.ACCEPTED_WITH_REJECTS
    files = contents(home)
    wet = again()
    assert [one.record() for one in wet] == [one.record() for one in dry]
    assert [get(engine, n).status for n in (1, 2, 3)] == [Status.REFUSED, Status.ACCEPTED, Status.REFUSED]
    assert told(settings, 3, engine)["reason"]["code"] == "TOO_MANY_REJECTS"
    assert (told(settings, 2, engine)["status"], told(settings, 2, engine)["superseded_by"]) == ("accepted", None)
    past = verdicts_of(engine, 3)
    assert past[0] == original
    assert [one.cause for one in past] == [Cause.CHECK, Cause.REPROCESS]
    assert {path: data for path, data in contents(home).items() if path.startswith("lake")} == {
        path: data for path, data in files.items() if path.startswith("lake")
    }
    (position,) = live_positions(engine, "enrolment", as_of=NOW.date())
    assert position.submission_id == 2

    threshold(settings, "50%")
    assert [one.changed for one in again()] == [True, False, True]
    assert [get(engine, n).status for n in (1, 2, 3)] == [
        Status.ACCEPTED_WITH_REJECTS,
        Status.SUPERSEDED,
        Status.ACCEPTED_WITH_REJECTS,
    ]
    assert [one.live for one in objects_of_submission(engine, 3)] == [True]
    assert told(settings, 2, engine)["superseded_by"] == "S000003"
    assert again()[0].changed is False


def test_other_values_in_the_rows_bring_a_new_object(
    home: Path, engine: Engine, again: Callable[..., list[Replayed]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a change in how rows are conformed, with the same counts."""

    def otherwise(frame: Any, **named: Any) -> Any:
        rows = conform(frame, **named)
        return rows.with_columns(birth_year=None).cast(rows.schema)

    for module in (replaying, loading):
        monkeypatch.setattr(module, "conform", otherwise)
    (one,) = again(1)
    first, *rest = objects_of_submission(engine, 1)
    assert one.changed
    assert (first.live, rest[0].live) == (False, True)
    assert first.file.path != rest[0].file.path


def test_a_column_that_came_later_is_brought_to_what_was_delivered_before(
    settings: Settings,
    engine: Engine,
    home: Path,
    again: Callable[..., list[Replayed]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as before:
        for module in (replaying, loading):
            before.setattr(module, "conform", lambda frame, **named: conform(frame, **named).drop("employer_id"))
        again(1)
    (one,) = again(1)
    live = [stored for stored in objects_of_submission(engine, 1) if stored.live]
    assert one.changed
    assert ["employer_id" in pl.read_parquet_schema(settings.path("lake") / s.file.path) for s in live] == [True]
    assert again(1)[0].changed is False


def test_a_lost_object_is_written_again(
    home: Path, settings: Settings, engine: Engine, again: Callable[..., list[Replayed]]
) -> None:
    (stored,) = objects_of_submission(engine, 1)
    path = settings.path("lake") / stored.file.path
    data = path.read_bytes()
    path.write_bytes(data[:100])
    again(1)
    assert path.read_bytes() == data
    assert [one.object_id for one in objects_of_submission(engine, 1)] == [stored.object_id]


def test_only_other_versions_are_recorded_without_a_change(
    home: Path, engine: Engine, again: Callable[..., list[Replayed]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "rules_version", lambda _: "new")
    assert [one.changed for one in again()] == [False, False, False]
    assert get(engine, 1).rules_version == "new"
    assert [past.verdict.rules_version for past in verdicts_of(engine, 1)][-1] == "new"
    assert len(objects_of_submission(engine, 1)) == 1
    again()
    assert len(verdicts_of(engine, 1)) == 2


@pytest.mark.parametrize("step", ["write_quarantine", "replace_verdict", "deliver_receipt"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_then_started_again_ends_the_same(
    home: Path,
    settings: Settings,
    engine: Engine,
    again: Callable[..., list[Replayed]],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    after: bool,
) -> None:
    threshold(settings, "1%")
    original = getattr(replaying, step)

    def dying(*arguments: Any, **named: Any) -> Any:
        if after:
            original(*arguments, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(replaying, step, dying)
    with pytest.raises(KeyboardInterrupt):
        again(1)
    monkeypatch.setattr(replaying, step, original)
    again(1)
    assert get(engine, 1).status is Status.REFUSED
    assert [past.cause for past in verdicts_of(engine, 1)] == [Cause.CHECK, Cause.REPROCESS]
    assert told(settings, 1, engine)["status"] == "refused"


def test_an_accepted_file_is_not_held_for_its_rows_but_a_refused_one_is(
    settings: Settings, engine: Engine, again: Callable[..., list[Replayed]]
) -> None:
    tight = replace_settings(settings, hold={"min_rows": 10})
    deliver(settings.home, "K01", "PESERTA_K01_20251231.csv", extract(20).replace("01-2026", "12-2025"))
    no_day = extract(60, bad=30).replace("7205011708900000", "7205013208900001")
    deliver(settings.home, "K01", JANUARY, no_day)
    take(tight, engine)
    assert get(engine, 2).reason_code == "TOO_MANY_REJECTS"
    threshold(settings, "90%")
    found = [
        reprocess(get(engine, n), settings=tight, engine=engine, regions=load_regions(), now=NOW, dry_run=False)
        for n in (1, 2)
    ]
    assert [one.changed for one in found] == [False, True]
    assert (get(engine, 2).status, get(engine, 2).reason_code) == (Status.HELD, "ROW_COUNT_JUMP")


def replace_settings(settings: Settings, **changes: Any) -> Settings:
    return Settings(**{**settings.model_dump(), **changes})


def test_a_replay_takes_the_submissions_that_were_asked_for(home: Path, engine: Engine) -> None:
    deliver(home, "K01", "data januari.csv", "x")
    take(Settings(home=home), engine)
    copy = Settings(home=home)
    deliver(home, "K02", "PESERTA_K02_20260131_R9.csv", extract(29, first=100, bad=1))
    take(copy, engine)

    def ids(**conditions: Any) -> list[int]:
        return [one.id for one in select_submissions(engine, Selection(**conditions), regions=load_regions())]

    assert ids(everything=True) == [1, 2, 3]
    assert ids(branch="K02") == [2, 3]
    assert ids(branch="K02", feed="eligible") == []
    assert ids(since=NOW.date()) == [1, 2, 3]
    assert ids(since=NOW.date() + timedelta(days=1)) == []
    assert ids(ids=(4, 5)) == [4, 5]
    with pytest.raises(NothingSelected):
        ids()
    with pytest.raises(SubmissionUnknown, match="S000099"):
        ids(ids=(99,))


def test_what_cannot_be_judged_says_why(
    home: Path, settings: Settings, engine: Engine, again: Callable[..., list[Replayed]]
) -> None:
    deliver(home, "K01", "data januari.csv", "x")
    take(settings, engine)
    for path in settings.path("archive").rglob("*"):
        if path.is_file() and path.name == get(engine, 1).sha256:
            path.unlink()
    on_arrival, gone = again(4)[0], again(1)[0]
    assert on_arrival.note == "refused on arrival (NAME_INVALID): deliver it again"
    assert gone.note == "its bytes are no longer in the archive: restore them from the backup"
    assert (gone.before, gone.after, gone.changed) == (verdicts_of(engine, 1)[0].verdict, None, False)
