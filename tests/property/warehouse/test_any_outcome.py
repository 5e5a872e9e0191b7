"""Accepted, refused, held, approved, turned down, failed, copied, judged again: any order, the same end."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.drawn import drawn
from tests.integration.warehouse.deliveries import NOON, Delivery, load
from tests.property.warehouse.test_any_order import fresh, template  # noqa: F401 - a fixture
from warehouse.lake.objects import write_object
from warehouse.records import Status, Submission, Verdict
from warehouse.submissions.approval import approve, refuse
from warehouse.submissions.lookup import get, list_submissions
from warehouse.submissions.references import eligible_rows
from warehouse.submissions.reprocess import replace_verdict
from warehouse.submissions.submissions import fail, finalise_submission, register

DATES = (date(2025, 12, 31), date(2026, 1, 31))
REFUSED = Verdict(status=Status.REFUSED, reason_code="TOO_MANY_REJECTS", contract_version="1.0")
HELD = Verdict(status=Status.HELD, reason_code="ROW_COUNT_JUMP", contract_version="1.0")
OUTCOMES = ("accepted", "rejects", "refused", "held", "approved", "turned down", "failed", "failed then accepted")
TAKEN = {"accepted", "rejects", "approved", "failed then accepted"}


@dataclass(frozen=True)
class Case:
    """A delivery and what becomes of it; `now` is what another set of rules says later, None = not judged again."""

    delivery: Delivery
    outcome: str
    copies: int
    now: str | None

    @property
    def final(self) -> str:
        judged = self.outcome not in {"turned down", "failed"}
        return self.now if self.now and judged else self.outcome


@st.composite
def cases(draw: st.DrawFn) -> list[Case]:
    keys = draw(st.lists(st.tuples(st.sampled_from(DATES), st.integers(0, 3)), unique=True, min_size=1, max_size=5))
    return [
        Case(
            delivery=Delivery(position_date=day, revision=revision, number=number + 1),
            outcome=draw(st.sampled_from(OUTCOMES)),
            copies=draw(st.integers(0, 1)),
            now=draw(st.sampled_from([None, None, "accepted", "refused"])),
        )
        for number, (day, revision) in enumerate(keys)
    ]


def play(engine: Engine, lake: Path, case: Case) -> None:
    """Deliver, judge as foreseen, and send the copies."""
    submission = register(engine, case.delivery.arrival())
    delivery = replace(case.delivery, rejected=int(case.outcome == "rejects"))
    number = submission.id
    if case.outcome.startswith("failed"):
        fail(engine, number, fault="OSError", max_attempts=2, at=NOON)
    if case.outcome == "refused":
        finalise_submission(engine, number, verdict=REFUSED, at=NOON)
    if case.outcome in {"held", "approved", "turned down"}:
        finalise_submission(engine, number, verdict=HELD, at=NOON)
    if case.outcome == "approved":
        approve(engine, number, at=NOON)
    if case.outcome == "turned down":
        refuse(engine, number, at=NOON, note="no")
    if case.outcome in TAKEN:
        load(engine, lake, delivery, get(engine, number))
    if case.outcome not in {"refused", "turned down", "failed"}:  # of those a copy is a delivery anew
        for copy in range(case.copies):
            again = register(engine, replace(case.delivery.arrival(), file_name=f"copy{copy}.csv", revision=0))
            assert (again.status, again.duplicate_of) == (Status.DUPLICATE, number)


def judge_again(engine: Engine, lake: Path, case: Case) -> None:
    number = number_of(engine, case)
    if case.now == "refused":
        replace_verdict(engine, number, lake=lake, verdict=REFUSED, object_file=None, at=NOON)
    elif case.now == "accepted":
        frame = case.delivery.frame()
        written = write_object(
            frame, lake=lake, feed="eligible", branch="K01", position_date=case.delivery.position_date
        )
        replace_verdict(engine, number, lake=lake, verdict=case.delivery.verdict(), object_file=written, at=NOON)


def number_of(engine: Engine, case: Case) -> int:
    return next(one.id for one in list_submissions(engine) if one.file_name == case.delivery.file_name)


def end_of(engine: Engine) -> dict[str, tuple[Status, str | None]]:
    """Status of each file, and by which file it was replaced."""
    found: dict[int, Submission] = {one.id: one for one in list_submissions(engine)}
    return {
        one.file_name: (one.status, found[one.superseded_by].file_name if one.superseded_by else None)
        for one in found.values()
        if one.status is not Status.DUPLICATE
    }


@drawn(by_day=15, by_night=80)
@given(data=st.data(), chosen=cases())
def test_any_order_of_any_outcome(template: Path, data: st.DataObject, chosen: list[Case]) -> None:  # noqa: F811
    shuffled = data.draw(st.permutations(chosen))
    replays = data.draw(st.permutations(chosen))
    ends = []
    for arriving, judged in ((chosen, chosen), (shuffled, replays)):
        with fresh(template) as (engine, path):
            lake = path.parent / "lake"
            for case in arriving:
                play(engine, lake, case)
            for case in judged:
                judge_again(engine, lake, case)
            ends.append((end_of(engine), sorted(eligible_rows(engine)["eligible"])))
    assert ends[0] == ends[1]

    in_force: dict[date, Case] = {}
    for case in sorted(chosen, key=lambda one: one.delivery.revision):
        if case.final in TAKEN:
            in_force[case.delivery.position_date] = case
    numbers = [case.delivery.number for case in in_force.values()]
    assert ends[1][1] == sorted([*numbers, *(2 * number for number in numbers)])
    for case in chosen:
        status, by = ends[1][0][case.delivery.file_name]
        if case.final in TAKEN:
            winner = in_force[case.delivery.position_date]
            assert (status is Status.SUPERSEDED) == (winner is not case)
            assert by == (winner.delivery.file_name if winner is not case else None)
        else:
            assert (
                status
                == {"refused": "refused", "turned down": "refused", "held": "held", "failed": "failed"}[case.final]
            )
            assert by is None
