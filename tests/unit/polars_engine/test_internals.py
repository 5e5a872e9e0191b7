import threading
from typing import Any

import great_expectations as gx
import pytest
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from expectations.polars_engine.errors import UnsupportedGreatExpectationsError
from expectations.polars_engine.internals import check_version, computed_once, ephemeral_context
from tests.unit.polars_engine.suites import gxe


def test_the_installed_version_was_checked() -> None:
    check_version(gx.__version__)


@pytest.mark.parametrize("version", ["1.25.0", "2.0.0", "1.2.4"])
def test_another_version_is_refused(version: str) -> None:
    with pytest.raises(UnsupportedGreatExpectationsError, match=version):
        check_version(version)


def test_computed_once_is_for_one_thread_and_leaves_no_trace() -> None:
    stock = Expectation.__dict__["configuration"], ExpectationConfiguration.__dict__["to_domain_obj"]
    rule = gxe.ExpectColumnToExist(column="a")
    elsewhere: list[Any] = []
    with computed_once():
        assert rule.configuration is rule.configuration
        assert rule.configuration.to_domain_obj() is rule.configuration.to_domain_obj()
        thread = threading.Thread(target=lambda: elsewhere.extend([rule.configuration, rule.configuration]))
        thread.start()
        thread.join()
    assert elsewhere[0] is not elsewhere[1]
    assert elsewhere[0] == elsewhere[1]
    assert rule.configuration is not rule.configuration
    assert (Expectation.__dict__["configuration"], ExpectationConfiguration.__dict__["to_domain_obj"]) == stock


def test_contexts_send_nothing_and_show_no_progress() -> None:
    with ephemeral_context() as context:
        assert context.config.analytics_enabled is False
        bars: Any = context.progress_bars
        assert (bars["globally"], bars["metric_calculations"]) == (False, False)
        assert context.config.data_docs_sites == {}
