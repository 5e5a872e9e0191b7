"""Bind the mirror to Prefect; a mirror that fails is told, and holds back neither the run nor the release."""

import time
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.execution.places import place_of_mirror, store_at
from tasks.execution.stage_log import logged_stage
from tasks.execution.stage_task import stage_task
from tasks.publish.mirror.catch_up import MirrorWanted, catch_up, how_far_behind, mirror_wanted
from tasks.publish.mirror.state import MirrorState, read_mirror_state, write_mirror_state
from warehouse.errors import UcjError, kind_and_place
from warehouse.stores.store import StorePlace

MIRROR_SECONDS = 2 * 3600
PATIENCE_SECONDS = 3600.0  # then no further file is begun


@stage_task(name="mirror", run_name="copy the current release to the mirror", time_limit=MIRROR_SECONDS)
def mirror_releases(settings: Settings) -> MirrorState | None:
    """Copy what the mirror lacks, as `mirror_published`."""
    with catalogue(settings) as engine:
        return mirror_published(engine, settings)


def mirror_published(engine: Engine, settings: Settings, *, all_of_them: bool = False) -> MirrorState | None:
    """Copy what the mirror lacks and remove what was withdrawn; None where no mirror is set. Only under the run lock.

    all_of_them: also releases that never became current, and every file is compared though it was put before.
    Whatever fails is told by the state and done by the next call.
    """
    place = place_of_mirror(settings)
    if place is None:
        return None
    state = read_mirror_state(settings.home, url=place.url)
    with logged_stage("mirror", where=place.url) as line:
        wanted = mirror_wanted(engine, place.folder, others=state.waiting, all_of_them=all_of_them)
        state = state.wanting(wanted.current.id if wanted.current else None)
        write_mirror_state(settings.home, state)  # a run that is killed now leaves word of what it wanted
        try:
            line["releases"] = _mirror(place, wanted, all_of_them=all_of_them)
        except Exception as fault:  # the figures are published, whatever happens to a copy of them
            says = str(fault) if isinstance(fault, UcjError) else f"It failed: {kind_and_place(fault)}."
            state = state.after_failure(says, at=datetime.now(UTC), withdrawn=wanted.withdrawn)
            line |= {"outcome": "behind", "says": says}
        else:
            state = state.after_success(at=datetime.now(UTC))
            line["outcome"] = "as published"
        write_mirror_state(settings.home, state)
    return state


def _mirror(place: StorePlace, wanted: MirrorWanted, *, all_of_them: bool) -> int:
    """Do what is missing; returns how many releases were put."""
    store = store_at(place)
    behind = how_far_behind(store, wanted)
    if all_of_them:
        behind = replace(behind, missing=((wanted.current,) if wanted.current else ()) + wanted.others)
    if behind.is_behind:
        catch_up(store, wanted, behind, until=time.monotonic() + PATIENCE_SECONDS)
    return len(behind.missing)
