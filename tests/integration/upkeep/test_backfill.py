"""Past dates measured in order; a stop says how to go on."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deployments.cli import app
from deployments.commands.run import backfill as backfill_command
from tasks.publish.backfill import Every, NothingBetween, dates_between
from tests.integration.upkeep.conftest import Run
from tests.integration.upkeep.months import deliver
from warehouse.errors import AsOfInFuture

OCTOBER, NOVEMBER, DECEMBER, JANUARY = date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31)


def test_a_backfill_measures_the_dates_that_were_asked_for() -> None:
    ends = dates_between(date(2025, 11, 5), date(2026, 2, 27), every=Every.MONTH, today=date(2026, 3, 1))
    assert ends == (NOVEMBER, DECEMBER, JANUARY)
    days = dates_between(NOVEMBER, date(2025, 12, 2), every=Every.DAY, today=date(2026, 3, 1))
    assert days == (NOVEMBER, date(2025, 12, 1), date(2025, 12, 2))
    with pytest.raises(NothingBetween, match="--every day"):
        dates_between(date(2025, 11, 5), date(2025, 11, 6), every=Every.MONTH, today=JANUARY)
    with pytest.raises(AsOfInFuture):
        dates_between(NOVEMBER, JANUARY, every=Every.MONTH, today=DECEMBER)


def test_missing_months_are_published_in_order(home: Path, run: Run) -> None:
    from flows.backfill import backfill

    for number, day in enumerate((NOVEMBER, DECEMBER, JANUARY)):
        deliver(home, day, range(1, 21 + number))
    january = run(JANUARY)["release"]["id"]
    command = ["backfill", "--from", "2025-10-01", "--to", "2026-01-31", "--only-missing", "--dry-run", "--json"]
    planned = json.loads(CliRunner().invoke(app, command).stdout)
    assert planned["dates"] == ["2025-10-31", "2025-11-30", "2025-12-31"]
    assert planned["already_published"] == ["2026-01-31"]
    filled = backfill(OCTOBER, JANUARY, only=[OCTOBER, NOVEMBER, DECEMBER])
    assert [(one.as_of, one.ending) for one in filled] == [
        (OCTOBER, "nothing_to_publish"),
        (NOVEMBER, "published"),
        (DECEMBER, "published"),
    ]
    assert (home / "published" / "current").readlink() == Path(january)
    assert [one.release for one in backfill(NOVEMBER, DECEMBER)] == [one.release for one in filled[1:]]


def test_a_failure_stops_and_says_how_to_go_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {"as_of": "2025-11-30", "ending": "published", "release": "2025-11-30-x", "problem": ""}
    failed = {"as_of": "2025-12-31", "ending": "held_by_gate", "release": None, "problem": "sums differ"}
    monkeypatch.setattr(backfill_command, "_run", lambda *_: [record, failed])
    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    done = CliRunner().invoke(app, ["backfill", "--from", "2025-11-01", "--to", "2026-01-31", "--only-missing"])
    assert done.exit_code == 5
    assert "ucj backfill --from 2025-12-31 --to 2026-01-31 --only-missing" in done.stdout
    assert home.name == "home"
