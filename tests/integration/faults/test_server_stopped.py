"""PostgreSQL stopped as by a crash in the middle of a run: the run says so and ends, the next one completes it."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from tests.integration.disturbed import Moment, acting, run_failing, run_route
from tests.integration.faults.whole import torn
from tests.integration.home_state import assert_same_end
from tests.integration.homes import POSTGRESQL, Homes, catalogue_of
from tests.integration.inbox import JANUARY

MOMENTS = [
    Moment("tasks.receive.take_files:register", 3, after=True),
    Moment("warehouse.submissions.load:insert_object", 2, after=True),  # within the transaction
    Moment("warehouse.releases.facts:_replace", 5),
    Moment("tasks.publish.task:record_release"),
]


@pytest.mark.parametrize("homes", [POSTGRESQL], indirect=True)
def test_a_run_goes_on_after_the_server_was_stopped_and_started_again(
    homes: Homes, home: Path, undisturbed: Path
) -> None:
    """At one moment after the other of the same home's runs."""
    server = homes.server
    assert server is not None
    for moment in MOMENTS:
        said = run_failing(home, JANUARY, acting(moment, partial(os.kill, server.pid, signal.SIGQUIT)))
        server.stop(signal.SIGQUIT)
        server.start()
        assert said.startswith("CatalogueUnreachable: "), moment
        assert "un again" in said or "then run" in said
        with catalogue_of(home) as engine:
            assert torn(engine, home) == []
    run_route(home, JANUARY)
    assert_same_end(home, undisturbed)
