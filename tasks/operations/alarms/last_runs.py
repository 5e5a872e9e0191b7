"""Keep the outcome of the last run of each flow in a small file, readable without catalogue or server."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from settings import Settings
from warehouse.files.durable import write_file
from warehouse.files.folders import make_folder

RUNNING, COMPLETED, FAILED, CRASHED, STOPPED = "Running", "Completed", "Failed", "Crashed", "Stopped"
NOT_GOOD = frozenset({FAILED, CRASHED, STOPPED})


@dataclass(frozen=True, kw_only=True)
class LastRun:
    """state: name of the final state, or `Running`. good_at: when a run last ended by itself. seconds: by stage."""

    state: str
    started_at: datetime
    ended_at: datetime | None = None
    good_at: datetime | None = None
    seconds: Mapping[str, float]


def read_last_runs(settings: Settings) -> dict[str, LastRun]:
    """Read the last run of each flow by its name; nothing when there was none yet, or when the file is damaged."""
    try:
        stored: dict[str, dict[str, Any]] = json.loads(_file(settings).read_text())
        return {flow: _run(facts) for flow, facts in stored.items()}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def note_start(flow: str, *, at: datetime, settings: Settings) -> None:
    """A run of this flow begins."""
    with _alone(settings):
        runs = read_last_runs(settings)
        good = runs[flow].good_at if flow in runs else None
        _write({**runs, flow: LastRun(state=RUNNING, started_at=at, good_at=good, seconds={})}, settings)


def note_end(
    flow: str, *, state: str, at: datetime, seconds: Mapping[str, float] | None = None, settings: Settings
) -> None:
    """Record the state in which the run ended."""
    with _alone(settings):
        runs = read_last_runs(settings)
        before = runs.get(flow) or LastRun(state=RUNNING, started_at=at, seconds={})
        good = before.good_at if state in NOT_GOOD else at
        after = replace(before, state=state, ended_at=at, good_at=good)
        _write({**runs, flow: after if seconds is None else replace(after, seconds=dict(seconds))}, settings)


def _run(facts: dict[str, Any]) -> LastRun:
    moments = {
        name: facts[name] and datetime.fromisoformat(facts[name]) for name in ("started_at", "ended_at", "good_at")
    }
    return LastRun(**{**facts, **moments})


def _write(runs: Mapping[str, LastRun], settings: Settings) -> None:
    write_file(_file(settings), json.dumps({flow: asdict(run) for flow, run in runs.items()}, default=str, indent=1))


def _alone(settings: Settings) -> FileLock:
    folder = settings.path("watch")
    make_folder(folder)
    return FileLock(folder / ".last_runs.lock", mode=0o600)


def _file(settings: Settings) -> Path:
    return settings.path("watch", "last_runs.json")
