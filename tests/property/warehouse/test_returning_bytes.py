"""Revisions that return to earlier bytes: the content of the highest revision is in force, in any order of arrival."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.warehouse.deliveries import Delivery, digest, load
from tests.property.warehouse.test_any_order import fresh, template  # noqa: F401 - a fixture
from warehouse.records import Status
from warehouse.submissions.references import eligible_rows
from warehouse.submissions.submissions import register

CONTENTS = (100, 200)


@st.composite
def revisions(draw: st.DrawFn) -> list[tuple[int, int, bool]]:
    """Distinct revisions in any order, each with one of two contents, and whether it is loaded at once."""
    numbers = draw(st.lists(st.integers(0, 5), unique=True, min_size=1, max_size=5))
    return [(number, draw(st.sampled_from(CONTENTS)), draw(st.booleans())) for number in numbers]


@settings(max_examples=40)
@given(arriving=revisions())
def test_the_highest_revision_rules_even_if_its_bytes_are_known(
    template: Path,  # noqa: F811 - the fixture
    arriving: list[tuple[int, int, bool]],
) -> None:
    with fresh(template) as (engine, path):
        waiting = []
        for revision, content, at_once in arriving:
            delivery = Delivery(revision=revision, number=content)
            arrival = replace(delivery.arrival(), sha256=digest(str(content)))
            submission = register(engine, arrival)
            if submission.status is Status.RECEIVED:
                waiting.append((delivery, submission))
            if at_once:
                for one, received in waiting:
                    load(engine, path.parent / "lake", one, received)
                waiting.clear()
        for one, received in waiting:
            load(engine, path.parent / "lake", one, received)
        _, expected, _ = max(arriving)
        assert sorted(eligible_rows(engine)["eligible"]) == [expected, 2 * expected]
