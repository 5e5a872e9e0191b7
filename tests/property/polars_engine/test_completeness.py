"""No supported expectation escapes: each is in the drawn suites, where it is seen to succeed and to fail."""

from collections import defaultdict
from collections.abc import Mapping

import great_expectations as gx
import polars as pl
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from expectations.polars_engine.internals import TYPE_EXPECTATIONS
from expectations.polars_engine.outcome import configuration_of, verdicts_of
from expectations.polars_engine.run import PreparedSuite
from expectations.polars_engine.support import expectations
from tests.property.polars_engine.frames import frames
from tests.property.polars_engine.suites import Suite, suites
from tests.property.polars_engine.test_like import KINDS

ROUNDS = 8
SUPPORTED = {one.name for one in expectations() if one.supported}
HELD_ELSEWHERE = {
    *(kind.__name__ for kind in TYPE_EXPECTATIONS),  # tests/unit/polars_engine/test_types.py: pandas has other types
    *(kind.__name__ for kind in KINDS),  # test_like.py: pandas has no such patterns
}


def test_every_supported_expectation_is_drawn_and_seen_to_succeed_and_to_fail() -> None:
    """Hypothesis draws from what other tests have loaded, too, so that it takes more or fewer examples."""
    seen: dict[str, set[bool]] = defaultdict(set)

    def look(several: list[pl.DataFrame], suite: Suite) -> None:
        prepared = PreparedSuite(gx.ExpectationSuite(name="all", expectations=[one.copy() for one in suite]))
        for frame in several:
            for verdict in verdicts_of(prepared.run(frame).result):
                name = configuration_of(verdict).type.title().replace("_", "")
                seen[name].add(bool(verdict.success))

    drawn = given(several=st.lists(frames(), min_size=8, max_size=8), suite=suites())
    few = settings(max_examples=5, database=None, suppress_health_check=list(HealthCheck))
    for number in range(ROUNDS):
        seed(number)(few(drawn(look)))()
        if not lacking(seen):
            break
    assert seen.keys() | HELD_ELSEWHERE == SUPPORTED
    assert lacking(seen) == set()


def lacking(seen: Mapping[str, set[bool]]) -> set[str]:
    """What was not yet seen to succeed, or not to fail."""
    return {name for name in SUPPORTED - HELD_ELSEWHERE if seen.get(name) != {True, False}}
