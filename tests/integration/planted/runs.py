"""`python -m tests.integration.planted.runs FOLDER`: four runs of `ucj` itself, each of which meets faults; a backup.

The faults carry the planted person, as exceptions of libraries do: every stage raises one.
"""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from importlib import import_module
from typing import Any
from unittest import mock

from deployments.server.environment import apply_prefect_environment
from settings import Settings
from tests.integration.planted.files import STAGE_OF_BRANCH
from tests.integration.planted.people import FAULT, NIK

DAY = "2026-01-31"
UMASKS = 0o022, 0o002  # what systems set for users and for their groups
STAGES: Mapping[str, str] = {
    "read": "tasks.ingest.evaluate:read_extract",
    "check": "tasks.ingest.evaluate:check_extract",
    "conform": "tasks.load.load:conform",
    "load": "tasks.ingest.ingest:load_position",
}
RUNS: tuple[tuple[str, ...], ...] = (
    (),
    ("tasks.measure.task:measure_coverage",),
    ("tasks.publish.task:write_release",),
    ("flows.steps.publication:read_delivery_status",),
)


def faulty(*_: object, **__: object) -> Any:
    """A fault as a library raises it: with the value, and because of another one."""
    raise ValueError(FAULT) from KeyError(FAULT)


def of_branch(branch: str, original: Callable[..., Any]) -> Callable[..., Any]:
    """A function that fails on the files of one branch."""

    def sometimes(*given: Any, **named: Any) -> Any:
        if CURRENT.get("branch") == branch:
            faulty()
        return original(*given, **named)

    return sometimes


CURRENT: dict[str, str] = {}


def replaced(place: str, stand_in: Callable[[Any], Any]) -> Any:
    """A patch of `module:name`."""
    module, _, name = place.partition(":")
    owner: Any = import_module(module)
    return mock.patch.object(owner, name, stand_in(getattr(owner, name)))


def knowing_the_branch(ingest: Callable[..., Any]) -> Callable[..., Any]:
    """Remember whose file is worked on; with one worker, one at a time is."""

    def noted(received: Any, **named: Any) -> Any:
        CURRENT["branch"] = received.branch
        return ingest(received, **named)

    return noted


def uncopied(archive_file: Callable[..., Any]) -> Callable[..., Any]:
    """A disk that fails on the file with the number in its name."""

    def sometimes(source: Any, **named: Any) -> Any:
        if NIK in source.name:
            raise OSError(5, FAULT, str(source))
        return archive_file(source, **named)

    return sometimes


def main() -> None:
    """The runs, as a person would type them."""
    backup, umask = sys.argv[1], os.umask
    apply_prefect_environment(Settings())  # before what is replaced imports Prefect, which reads it once
    from tests.integration.disturbed import as_its_list_says

    with (
        as_its_list_says(Settings().home),
        mock.patch("os.umask"),
    ):  # the umask of the caller stays: files are private without one
        for number, places in enumerate(RUNS):
            umask(UMASKS[number % len(UMASKS)])
            with ExitStack() as faults:
                for place in places:
                    faults.enter_context(replaced(place, lambda _: faulty))
                if number == 0:
                    faults.enter_context(replaced("tasks.ingest.task:ingest", knowing_the_branch))
                    faults.enter_context(replaced("tasks.receive.take_files:archive_file", uncopied))
                    for branch, stage in STAGE_OF_BRANCH.items():
                        faults.enter_context(replaced(STAGES[stage], partial(of_branch, branch)))
                _ucj("run", "--as-of", DAY)
        _ucj("backup", backup)


def _ucj(*arguments: str) -> None:
    from deployments import cli

    sys.argv = ["ucj", *arguments]
    with suppress(SystemExit):
        cli.main()


if __name__ == "__main__":
    main()
