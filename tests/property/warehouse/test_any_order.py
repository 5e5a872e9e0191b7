"""Whatever the order and however often: the same deliveries lead to the same catalogue."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.drawn import drawn
from tests.integration.warehouse.catalogue_state import catalogue_state
from tests.integration.warehouse.deliveries import Delivery, deliver, load
from warehouse.catalogue.engine import open_catalogue
from warehouse.records import Status
from warehouse.submissions.positions import live_positions
from warehouse.submissions.references import eligible_rows
from warehouse.submissions.submissions import register

DATES = (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28))
BRANCHES = ("BPS", "K01")


@st.composite
def in_two_orders(draw: st.DrawFn) -> tuple[list[Delivery], list[Delivery]]:
    """Deliveries of distinct branch, date and revision, in two orders; the second with repeats."""
    keys = st.tuples(st.sampled_from(BRANCHES), st.sampled_from(DATES), st.integers(0, 3))
    deliveries = [
        Delivery(branch=branch, position_date=day, revision=revision, number=number + 1, rejected=number % 2)
        for number, (branch, day, revision) in enumerate(draw(st.lists(keys, unique=True, min_size=1, max_size=6)))
    ]
    repeats = draw(st.lists(st.sampled_from(deliveries), max_size=2))
    return deliveries, list(draw(st.permutations(deliveries + repeats)))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "warehouse.db"
    open_catalogue(f"sqlite:///{path}").dispose()
    return path


@contextmanager
def fresh(template: Path) -> Iterator[tuple[Engine, Path]]:
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(template, folder))
        engine = open_catalogue(f"sqlite:///{path}")
        yield engine, path
        engine.dispose()


def naive_winners(deliveries: list[Delivery]) -> dict[tuple[str, date], Delivery]:
    """By a plain dictionary: the highest revision of each slot."""
    by_revision = sorted(deliveries, key=lambda delivery: delivery.revision)
    return {(delivery.branch, delivery.position_date): delivery for delivery in by_revision}


@drawn(by_day=8, by_night=50)
@given(orders=in_two_orders())
def test_any_order_of_loads_and_repeats_leaves_the_same_positions(
    template: Path, orders: tuple[list[Delivery], list[Delivery]]
) -> None:
    straight, shuffled = orders
    with fresh(template) as (engine, path), fresh(template) as (other, other_path):
        for delivery in straight:
            deliver(engine, path.parent / "lake", delivery)
        for delivery in shuffled:
            deliver(other, other_path.parent / "lake", delivery)
        assert catalogue_state(engine) == catalogue_state(other)

        winners = naive_winners(straight)
        expected = {(slot[0], slot[1], one.number * factor) for slot, one in winners.items() for factor in (1, 2)}
        rows = eligible_rows(other).select("issuer", "position_date", "eligible").rows()
        assert len(rows) == len(expected)
        assert set(rows) == expected
        for day in DATES:
            newest = {
                branch: max(d for b, d in winners if b == branch and d <= day)
                for branch in BRANCHES
                if any(b == branch and d <= day for b, d in winners)
            }
            found = {one.branch: one.position_date for one in live_positions(other, "eligible", as_of=day)}
            assert found == newest


@drawn(by_day=5, by_night=30)
@given(orders=in_two_orders())
def test_registered_first_and_loaded_in_any_order(
    template: Path, orders: tuple[list[Delivery], list[Delivery]]
) -> None:
    """As after a crash, or with several workers: arrival fixes the order, not the time of loading."""
    straight, shuffled = orders
    with fresh(template) as (engine, path):
        submissions = {delivery: register(engine, delivery.arrival()) for delivery in straight}
        outcomes = [load(engine, path.parent / "lake", delivery, submissions[delivery]) for delivery in shuffled]
        assert {outcome.submission.id for outcome in outcomes} == {submission.id for submission in submissions.values()}
        winners = set(naive_winners(straight).values())
        for file_name, status, superseded_by, *_ in catalogue_state(engine)["submission"]:
            won = file_name in {winner.file_name for winner in winners}
            assert (status != Status.SUPERSEDED) == (superseded_by is None) == won
