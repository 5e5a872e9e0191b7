"""Deliveries, withdrawals and moves in any order: what is in force is what a plain list of contents says."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.warehouse.deliveries import NOON, Delivery, digest, load
from tests.property.warehouse.test_any_order import fresh, template  # noqa: F401 - a fixture
from warehouse.records import TAKEN, Arrival, Status
from warehouse.submissions.lookup import get
from warehouse.submissions.references import eligible_rows
from warehouse.submissions.submissions import register
from warehouse.submissions.withdrawal import move, why_not_moved, withdraw

DATES = (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28))
CONTENTS = (100, 200, 300)
STEPS = st.one_of(
    st.tuples(st.just("deliver"), st.sampled_from(DATES), st.integers(0, 2), st.sampled_from(CONTENTS)),
    st.tuples(st.just("withdraw"), st.integers(1, 6)),
    st.tuples(st.just("move"), st.integers(1, 6), st.sampled_from(DATES)),
)


@dataclass
class Naive:
    """One submission that counts: its date, its content, and its rank there (highest revision of any repeat)."""

    number: int
    day: date
    content: int
    rank: tuple[int, int]


def in_force(counting: list[Naive]) -> set[tuple[date, int]]:
    best: dict[date, Naive] = {}
    for one in counting:
        if one.day not in best or best[one.day].rank < one.rank:
            best[one.day] = one
    return {(day, one.content) for day, one in best.items()}


def arrive(counting: list[Naive], *, number: int, day: date, revision: int, content: int) -> bool:
    """Whether it is a submission of its own; a repeat only raises the rank of its original."""
    rank = (revision, number)
    same = [one for one in counting if (one.day, one.content) == (day, content)]
    best = max((one.rank for one in counting if one.day == day), default=None)
    for original in same:
        superseded = best is not None and original.rank < best
        if not (superseded and revision > original.rank[0]):
            original.rank = max(original.rank, rank)
            return False
    counting.append(Naive(number=number, day=day, content=content, rank=rank))
    return True


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, min_size=1, max_size=9))
def test_what_counts_is_what_was_neither_withdrawn_nor_moved_away(
    template: Path,  # noqa: F811 - the fixture
    steps: list[tuple[object, ...]],
) -> None:
    counting: list[Naive] = []
    content_of: dict[int, int] = {}
    with fresh(template) as (engine, path):
        lake = path.parent / "lake"

        def enter(arrival: Arrival, content: int, number: int) -> None:
            content_of[number] = content
            day = arrival.position_date or DATES[0]
            new = arrive(counting, number=number, day=day, revision=arrival.revision, content=content)
            one = get(engine, number)
            assert (one.status is Status.DUPLICATE) == (not new)
            if new:
                load(engine, lake, Delivery(position_date=day, revision=arrival.revision, number=content), one)

        for count, step in enumerate(steps):
            if step[0] == "deliver":
                _, day, revision, content = step
                delivery = Delivery(position_date=day, revision=revision, number=content)  # type: ignore[arg-type]
                arrival = replace(delivery.arrival(), sha256=digest(str(content)), mtime_ns=count)
                enter(arrival, int(str(content)), register(engine, arrival).id)
                continue
            number = int(str(step[1]))
            if number not in content_of:
                continue
            before = get(engine, number)
            if step[0] == "withdraw" and before.status in TAKEN:
                withdraw(engine, number, lake=lake, at=NOON, note="x")
                counting = [one for one in counting if one.number != number]
            elif step[0] == "move" and step[2] != before.position_date and why_not_moved(before) is None:
                content = content_of[number]
                target = Delivery(position_date=step[2], revision=before.revision, number=content)  # type: ignore[arg-type]
                arrival = replace(target.arrival(), sha256=before.sha256, mtime_ns=1000 + count)
                done = move(engine, number, arrival=arrival, lake=lake, at=NOON, note="x")
                counting = [one for one in counting if one.number != number]
                assert done.moved is not None
                enter(arrival, content, done.moved.id)
        found = {
            (row["position_date"], row["eligible"])
            for row in eligible_rows(engine).iter_rows(named=True)
            if row["region_code"] != "ID"
        }
        assert found == in_force(counting)
