import json

import pytest

from expectations.data_docs.validation import Documented, Outcome, RuleFinding, worst
from tests.unit.data_docs.made import BROKEN, HELD, WARNED, made


def test_a_validation_survives_json() -> None:
    documented = made(rules=(BROKEN, WARNED, HELD), remarks=("sums differ",))
    assert Documented.of(json.loads(json.dumps(documented.record()))) == documented


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        ((), Outcome.PASSED),
        ((HELD,), Outcome.PASSED),
        ((HELD, WARNED), Outcome.WARNING),
        ((WARNED, BROKEN, HELD), Outcome.FAILED),
    ],
)
def test_outcome_is_that_of_the_worst_rule(rules: tuple[RuleFinding, ...], outcome: Outcome) -> None:
    assert made(rules=rules).outcome is outcome


def test_a_remark_is_a_failure() -> None:
    assert made(rules=(WARNED,), remarks=("sums differ",)).outcome is Outcome.FAILED


def test_an_error_is_worse_than_a_failure() -> None:
    assert worst([Outcome.FAILED, Outcome.ERROR, Outcome.PASSED]) is Outcome.ERROR
