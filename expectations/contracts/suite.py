"""From a contract to a Great Expectations suite. Importing this module imports Great Expectations (3 s)."""

from functools import cache

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.contracts import FEEDS
from expectations.contracts.conditions import CONDITIONS
from expectations.contracts.schema import Feed, Rule, Severity
from expectations.polars_engine.conditions import register_condition
from expectations.polars_engine.run import PreparedSuite
from expectations.polars_engine.satisfy import ExpectRowsToSatisfy

GX_SEVERITY = {Severity.REJECT_ROW: FailureSeverity.CRITICAL, Severity.WARN: FailureSeverity.WARNING}

for _name, _condition in CONDITIONS.items():
    register_condition(_name)(_condition)


def build_suite(feed: Feed) -> gx.ExpectationSuite:
    """The row rules of a feed, one expectation each; `meta` carries the rule's code and texts."""
    return gx.ExpectationSuite(name=f"{feed.name}_rows", expectations=[_expectation(rule) for rule in feed.rules])


@cache
def prepared_suite_of(feed_name: str) -> PreparedSuite:
    """The suite of a feed, made ready once a process to validate any number of files."""
    return PreparedSuite(build_suite(FEEDS[feed_name]))


def _expectation(rule: Rule) -> Expectation:
    name = rule.check.expectation
    kind = ExpectRowsToSatisfy if name == "ExpectRowsToSatisfy" else getattr(gxe, name)
    made: Expectation = kind(
        **rule.check.arguments,
        description=f"{rule.code}: {rule.text_id} / {rule.text_en}",
        severity=GX_SEVERITY[rule.severity],
        meta={"code": rule.code, "text_id": rule.text_id, "text_en": rule.text_en},
    )
    return made
