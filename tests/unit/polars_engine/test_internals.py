from typing import Any

import great_expectations as gx
import pytest
from great_expectations.data_context.data_context.context_factory import project_manager
from great_expectations.exceptions.exceptions import DataContextRequiredError

from expectations.polars_engine.errors import UnsupportedGreatExpectationsError
from expectations.polars_engine.internals import a_current_context, check_version, new_context


def test_the_installed_version_was_checked() -> None:
    check_version(gx.__version__)


@pytest.mark.parametrize("version", ["1.25.0", "2.0.0", "1.2.4"])
def test_another_version_is_refused(version: str) -> None:
    with pytest.raises(UnsupportedGreatExpectationsError, match=version):
        check_version(version)


def test_contexts_send_nothing_and_show_no_progress() -> None:
    context = new_context()
    assert context.config.analytics_enabled is False
    bars: Any = context.progress_bars
    assert (bars["globally"], bars["metric_calculations"]) == (False, False)
    assert context.config.data_docs_sites == {}


def test_a_current_context_leaves_no_trace() -> None:
    project_manager.set_project(None)
    with a_current_context(), a_current_context():
        assert project_manager.get_current_project() is not None
    with pytest.raises(DataContextRequiredError):
        project_manager.get_current_project()


def test_a_context_that_is_set_meanwhile_stays() -> None:
    project_manager.set_project(None)
    with a_current_context():
        mine = gx.get_context(mode="ephemeral")
    assert project_manager.get_current_project() is mine
    with a_current_context():
        assert project_manager.get_current_project() is mine
    assert project_manager.get_current_project() is mine
