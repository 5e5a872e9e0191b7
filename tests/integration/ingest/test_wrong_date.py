"""A file under a wrong position date is held with the question, moved or withdrawn, and every receipt says so."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from deployments.cli import app
from settings import Settings
from tasks.check.conservation.gate import require_conservation
from tests.integration.ingest.home import HEADER, NOW, TODAY, deliver, extract, take
from warehouse.records import Status
from warehouse.submissions.lookup import get
from warehouse.submissions.positions import live_positions

JANUARY, DECEMBER = "PESERTA_K01_20260131.csv", "PESERTA_K01_20251231.csv"
Run = Callable[..., Any]


def daily(last: date, *, people: int = 60) -> str:
    """An export of that day: somebody registered on every day before, wage earners paid to its month."""
    rows = [
        f"720501170890{n:04d};1234567{n:04d};PU;{last - timedelta(days=n):%d/%m/%Y};{last:%m-%Y}"
        for n in range(1, people + 1)
    ]
    return "\n".join([HEADER, *rows]) + "\n"


def told(settings: Settings, number: int) -> dict[str, Any]:
    (place,) = settings.path("outbox", "K01").glob(f"S{number:06d}_*/receipt.json")
    record: dict[str, Any] = json.loads(place.read_text())
    return record


def standing(engine: Engine, as_of: date = TODAY) -> list[int]:
    return [one.submission_id for one in live_positions(engine, "enrolment", as_of=as_of)]


@pytest.fixture
def ucj(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command of this home, outside a run."""
    monkeypatch.setenv("UCJ_HOME", str(settings.home))
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=True)


def test_the_same_bytes_under_the_right_date_count_for_it(settings: Settings, engine: Engine) -> None:
    paid_to_december = extract(40).replace(";01-2026", ";12-2025")
    for name in (JANUARY, DECEMBER):
        deliver(settings.home, "K01", name, paid_to_december)
        take(settings, engine)
    assert [get(engine, number).status for number in (1, 2)] == [Status.ACCEPTED, Status.ACCEPTED]
    assert "S000001" in told(settings, 2)["next_id"]
    assert "S000001" in told(settings, 2)["next_en"]


def test_content_that_proves_another_date_is_held_and_goes_on_when_moved(
    settings: Settings, engine: Engine, ucj: Run
) -> None:
    deliver(settings.home, "K01", JANUARY, daily(date(2025, 12, 31)))
    take(settings, engine)
    assert (get(engine, 1).status, get(engine, 1).reason_code) == (Status.HELD, "DATE_DIFFERS")
    receipt = told(settings, 1)
    assert "2025-12-30" in receipt["reason"]["detail"]
    assert "PESERTA_K01_20260131_R1" not in receipt["next_en"]
    done = json.loads(ucj("move", "s1", "--date", "2025-12-31", "--why", "typed January", "--json").stdout)
    assert done["moved_to"]["submission"] == "S000002"
    assert done["moved_to"]["file_name"] == DECEMBER
    assert told(settings, 2)["status"] == "received"
    take(settings, engine)
    assert (get(engine, 2).status, told(settings, 2)["position_date"]) == (Status.ACCEPTED, "2025-12-31")
    assert standing(engine) == [2]
    assert "moved     to S000002" in ucj("explain", "1").stdout
    said = ucj("explain", "2").stdout
    assert "moved     from S000001" in said
    assert "same as   S000001" in said
    receipt = told(settings, 1)
    assert (receipt["reason"]["code"], receipt["status"]) == ("MOVED_BY_OPERATOR", "refused")
    assert "DIPINDAHKAN" in receipt["status_id"]
    assert "S000002 2025-12-31" in receipt["reason"]["detail"]


def test_content_from_after_its_date_is_held_though_most_of_it_is_rejected(settings: Settings, engine: Engine) -> None:
    deliver(settings.home, "K01", DECEMBER, daily(date(2026, 1, 31)))
    take(settings, engine)
    assert (get(engine, 1).status, get(engine, 1).reason_code) == (Status.HELD, "DATE_DIFFERS")
    assert "TOO_MANY_REJECTS" in get(engine, 1).reason_detail
    require_conservation([get(engine, 1)])
    assert standing(engine) == []


def test_a_withdrawn_file_gives_its_place_back_and_comes_again_only_with_leave(
    settings: Settings, engine: Engine, ucj: Run
) -> None:
    deliver(settings.home, "K01", JANUARY, extract(40))
    take(settings, engine)
    deliver(settings.home, "K01", "PESERTA_K01_20260131_R1.csv", extract(41))
    take(settings, engine)
    assert told(settings, 1)["superseded_by"] == "S000002"
    said = ucj("withdraw", "S000002", "--why", "of another month").stdout
    assert "in force for 2026-01-31: S000001" in said
    assert standing(engine) == [1]
    assert (told(settings, 1)["status"], told(settings, 1)["superseded_by"]) == ("accepted", None)
    receipt = told(settings, 2)
    assert (receipt["reason"]["code"], receipt["reason"]["detail"]) == ("WITHDRAWN_BY_OPERATOR", "of another month")
    assert "DITARIK" in receipt["status_id"]
    assert receipt["rows"]["accepted"] == 0

    deliver(settings.home, "K01", "PESERTA_K01_20260131_R1.csv", extract(41))
    take(settings, engine)
    assert (get(engine, 3).status, get(engine, 3).reason_code) == (Status.HELD, "WITHDRAWN_BEFORE")
    assert get(engine, 3).reason_detail == "S000002"
    assert ucj("approve", "3").exit_code == 0
    take(settings, engine)
    assert standing(engine) == [3]


def test_a_withdrawal_is_taken_back(settings: Settings, engine: Engine, ucj: Run) -> None:
    deliver(settings.home, "K01", JANUARY, extract(40))
    take(settings, engine)
    assert ucj("withdraw", "1", "--why", "by mistake").exit_code == 0
    assert standing(engine) == []
    assert ucj("approve", "1").exit_code == 0
    take(settings, engine)
    assert standing(engine) == [1]
    assert told(settings, 1)["status"] == "accepted"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("move", "1", "--date", "2026-01-31", "--why", "x"), "already"),
        (("move", "1", "--date", "2999-01-31", "--why", "x"), "after today"),
        (("move", "1", "--date", "2025-12-31"), "--why"),
        (("withdraw", "1"), "--why"),
        (("withdraw", "9", "--why", "x"), "S000009"),
    ],
)
def test_what_cannot_be_done_is_explained_and_changes_nothing(
    settings: Settings, engine: Engine, ucj: Run, arguments: tuple[str, ...], says: str
) -> None:
    deliver(settings.home, "K01", JANUARY, extract(40))
    take(settings, engine)
    done = ucj(*arguments)
    assert done.exit_code != 0
    assert says in str(done.exception)
    assert standing(engine) == [1]


def test_bytes_that_are_gone_cannot_be_moved(settings: Settings, engine: Engine, ucj: Run) -> None:
    deliver(settings.home, "K01", JANUARY, extract(40))
    take(settings, engine)
    sha = get(engine, 1).sha256
    Path(settings.path("archive", sha[:2], sha)).unlink()
    assert "archive" in str(ucj("move", "1", "--date", "2025-12-31", "--why", "x").exception)
    assert standing(engine) == [1]
    assert get(engine, 1).finished_at == NOW
    assert ucj("withdraw", "1", "--why", "x").exit_code == 0
    assert "archive" in str(ucj("approve", "1").exception)
    assert get(engine, 1).status is Status.REFUSED
