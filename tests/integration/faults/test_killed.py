"""Runs killed at named points of every stage, on both databases: the next one brings everything to the same end."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import cast

import pytest

from tests.integration.disturbed import Moment, run_route, run_routes, run_until
from tests.integration.faults.whole import torn
from tests.integration.home_state import assert_same_end, files_of, run_states
from tests.integration.homes import POSTGRESQL, SQLITE, Homes, catalogue_of
from tests.integration.inbox import JANUARY

FEW = [  # one a stage
    Moment("tasks.receive.take_files:register", 2),
    Moment("tasks.check.deliver:write_receipt", 2),  # of the copy
    Moment("warehouse.lake.objects:_sha256"),
    Moment("tasks.ingest.ingest:load_position", after=True),  # its receipt is owed, with the rows set aside
    Moment("tasks.ingest.ingest:finalise_submission", after=True),  # the refused file's receipt is owed
    Moment("warehouse.releases.facts:_replace", 5),  # within the transaction
    Moment("warehouse.files.folders:_sync_files", 12),
    Moment("tasks.publish.task:record_release", after=True),
    Moment("warehouse.files.durable:Path.symlink_to", after=True),
]
REST = [
    Moment("warehouse.files.durable:os.fsync"),
    Moment("tasks.receive.take_files:register", 6, after=True),
    Moment("tasks.check.deliver:write_receipt", 1),  # of the wrong name
    Moment("warehouse.files.folders:_sync_files", 3),  # of a receipt
    Moment("warehouse.files.folders:Path.rename", 4),
    Moment("tasks.ingest.ingest:load_position"),
    Moment("tasks.ingest.ingest:finalise_submission"),
    Moment("tasks.measure.task:replace_facts", after=True),
    Moment("tasks.publish.task:record_release"),
    Moment("tasks.publish.release.settle:switch_current", after=True),
    Moment("flows.runtime.recorded_run:close_run"),
    Moment("warehouse.files.durable:Path.replace", 2, after=True),
    Moment("tasks.receive.take_files:is_unchanged", 4),
    Moment("tasks.receive.take_files:is_unchanged", 6, after=True),  # registered, about to leave the inbox
    Moment("tasks.receive.intake:sync_branches"),
    Moment("tasks.ingest.task:write_arrival", 2, after=True),
    Moment("tasks.ingest.evaluate:read_extract", 3),
    Moment("tasks.ingest.evaluate:check_extract", 2, after=True),
    Moment("tasks.ingest.ingest:write_quarantine", after=True),
    Moment("tasks.ingest.ingest:document_check", after=True),
    Moment("tasks.load.load:conform", 2, after=True),
    Moment("warehouse.lake.objects:draft_in", 2, after=True),
    Moment("warehouse.files.durable:sync_folder", 12),
    Moment("warehouse.submissions.load:insert_object", 2, after=True),
    Moment("warehouse.submissions.load:finalise_slot", 2, after=True),
    Moment("tasks.ingest.ingest:correct_receipts", 2),
    Moment("tasks.check.task:require_conservation", after=True),
    Moment("tasks.measure.task:read_inputs", after=True),
    Moment("tasks.measure.task:measure_coverage", after=True),
    Moment("tasks.measure.task:replace_facts"),
    Moment("warehouse.releases.facts:_replace", 14, after=True),
    Moment("tasks.publish.task:protect", after=True),
    Moment("tasks.publish.release.folder:write_folder"),
    Moment("tasks.publish.release.folder:write_folder", after=True),
    Moment("tasks.publish.release.pointer:switch_link"),
    Moment("tasks.check.task:build_site", after=True),
    Moment("flows.runtime.recorded_run:close_run", after=True),
]
ON_BOTH = FEW[3], FEW[5], FEW[7]  # around what each database commits in its own way
ON_SQLITE = pytest.mark.nightly_on_postgresql
MOMENTS = [
    *(pytest.param(moment, id=str(moment)) for moment in FEW if moment in ON_BOTH),
    *(pytest.param(moment, id=str(moment), marks=ON_SQLITE) for moment in FEW if moment not in ON_BOTH),
    *(pytest.param(moment, id=str(moment), marks=pytest.mark.nightly) for moment in REST),
]


@pytest.fixture(scope="module")
def mended(
    request: pytest.FixtureRequest,
    homes: Homes,
    before: Path,
    undisturbed: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[Moment, Path]:
    """For each moment asked for at which a run was killed, its home, in which another was run after it."""
    asked = [
        item
        for item in request.session.items
        if isinstance(item, pytest.Function)
        and "mended" in item.fixturenames
        and item.callspec.params["homes"] == (POSTGRESQL if homes.server else SQLITE)
    ]
    moments = dict.fromkeys(cast("Moment", item.callspec.params["moment"]) for item in asked)
    tried = {moment: homes.copy(before, tmp_path_factory.mktemp("killed")) for moment in moments}
    with ThreadPoolExecutor(2) as pool:
        killed = pool.map(lambda item: run_until(item[0], item[1], JANUARY), tried.items())
        homes_of = {moment: home for (moment, home), was in zip(tried.items(), killed, strict=True) if was}
    for home in homes_of.values():
        assert_readers_see_a_whole(home, before, undisturbed)
    run_routes(list(homes_of.values()), JANUARY)
    return homes_of


def assert_readers_see_a_whole(home: Path, before: Path, undisturbed: Path) -> None:
    """The catalogue agrees with itself and the lake; `published/current` is one of the releases, byte for byte."""
    with catalogue_of(home) as engine:
        assert torn(engine, home) == []
    shown = files_of((home / "published" / "current").resolve())
    assert shown in [files_of((one / "published" / "current").resolve()) for one in (before, undisturbed)]


@pytest.mark.parametrize("moment", [*FEW, *REST], ids=str)
def test_moments_are_of_functions_that_there_are(moment: Moment) -> None:
    """So that a name that has changed is found at once, and not in the night."""
    module, _, path = moment.function.partition(":")
    assert callable(attrgetter(path)(import_module(module)))


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_that_is_run_again_ends_as_if_never_killed(
    moment: Moment, mended: dict[Moment, Path], undisturbed: Path
) -> None:
    assert moment in mended, "no run came to this moment"
    assert_same_end(mended[moment], undisturbed)
    ended = moment == Moment("flows.runtime.recorded_run:close_run", after=True)
    assert run_states(mended[moment]) == ["completed", "completed" if ended else "interrupted", "completed"]


@ON_SQLITE
def test_killed_twice_then_run_again(home: Path, undisturbed: Path) -> None:
    assert run_until(Moment("tasks.ingest.ingest:load_position", after=True), home, JANUARY)
    assert run_until(Moment("tasks.check.deliver:write_receipt"), home, JANUARY)  # the owed one, still not written
    run_route(home, JANUARY)
    assert_same_end(home, undisturbed)
    assert run_states(home) == ["completed", "interrupted", "interrupted", "completed"]
