"""An operator sets how a column of one submission is read: recorded in the ledger, obeyed, and kept in a replay."""

import polars as pl
import pytest
from sqlalchemy import Engine

from deployments.console.readings import readings_given
from settings import Settings
from tasks.ingest.reprocess import reprocess
from tests.integration.ingest.home import HEADER, NOW, deliver, take
from warehouse.dimensions.regions import load_regions
from warehouse.errors import OperatorError, SubmissionNotHeld
from warehouse.records import Cause, Status
from warehouse.submissions.approval import approve, readings_of
from warehouse.submissions.lookup import get
from warehouse.submissions.reprocess import newest_object
from warehouse.submissions.verdicts import verdicts_of

JANUARY = "PESERTA_K01_20260131.csv"


def registered(days: list[str]) -> str:
    rows = [f"720501170890{n:04d};1234567{n:04d};PU;{day};01-2026" for n, day in enumerate(days, start=1)]
    return "\n".join([HEADER, *rows]) + "\n"


CONTRADICTORY = registered([*["13/05/2020"] * 15, *["05/13/2020"] * 15, *["03/05/2020"] * 10])
UNDECIDED = registered(["03/05/2020"] * 40)


def months(settings: Settings, engine: Engine, number: int) -> set[int]:
    stored = newest_object(engine, number)
    assert stored is not None
    return {*pl.read_parquet(settings.path("lake") / stored.path)["registered_on"].dt.month()}


def test_a_file_refused_for_an_unclear_column_is_judged_again_under_the_reading_that_was_set(
    settings: Settings, engine: Engine
) -> None:
    deliver(settings.home, "K01", JANUARY, CONTRADICTORY)
    take(settings, engine)
    refused = get(engine, 1)
    assert (refused.status, refused.reason_code) == (Status.REFUSED, "DATE_ORDER_UNCLEAR")

    with pytest.raises(SubmissionNotHeld):
        approve(engine, 1, at=NOW)
    approve(engine, 1, at=NOW, note="the branch said so", readings={"registered_on": "day-first"})
    assert readings_of(get(engine, 1)) == {"registered_on": "day-first"}
    recorded = verdicts_of(engine, 1)[-1]
    assert recorded.cause is Cause.OPERATOR
    assert recorded.verdict.details["reason_detail"] == "read registered_on=day-first. the branch said so"
    take(settings, engine)
    judged = get(engine, 1)
    assert (judged.reason_code, judged.rows_rejected) == ("TOO_MANY_REJECTS", 15)


def test_a_reading_that_was_set_holds_in_a_replay_too(settings: Settings, engine: Engine) -> None:
    deliver(settings.home, "K01", JANUARY, UNDECIDED.replace("01-2026", "03-2020"))
    take(settings, engine)
    assert get(engine, 1).status is Status.HELD
    approve(engine, 1, at=NOW, readings={"registered_on": "month-first"})
    take(settings, engine)
    assert get(engine, 1).status is Status.ACCEPTED
    assert months(settings, engine, 1) == {3}
    again = reprocess(get(engine, 1), settings=settings, engine=engine, regions=load_regions(), now=NOW, dry_run=False)
    assert not again.changed
    assert months(settings, engine, 1) == {3}


def test_what_was_refused_by_name_or_by_an_operator_cannot_be_read_otherwise(
    settings: Settings, engine: Engine
) -> None:
    deliver(settings.home, "K02", JANUARY, UNDECIDED)
    take(settings, engine)
    assert get(engine, 1).reason_code == "BRANCH_MISMATCH"
    with pytest.raises(SubmissionNotHeld, match="BRANCH_MISMATCH"):
        approve(engine, 1, at=NOW, readings={"registered_on": "month-first"})


def test_a_reading_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(OperatorError, match="day-first, month-first, year-first"):
        readings_given(["last_paid=sideways"], feed="enrolment")
    with pytest.raises(OperatorError, match="no feed"):
        readings_given(["last_paid=day-first"], feed=None)
    assert readings_given([], feed=None) == {}
