"""What `ucj serve` shows of each file and release, read from what watcher and runs write."""

import json
from pathlib import Path

import pytest

from deployments.server.serving.shown_work import FollowedFile, ShownWork, stage_text
from settings import Settings

AT = "2026-01-31T17:05:06.000+00:00"  # 00:05:06 of the next day in Jakarta


def line(**facts: object) -> str:
    return json.dumps({"at": AT, "level": "info", "flow_run": "x", **facts})


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (
            {"stage": "ingest", "submission": "S000012", "file": "PESERTA_K01_20260131.csv", "reason": None}
            | {"status": "accepted_with_rejects", "rows_read": 2000, "rows_accepted": 1990},
            "00:05:06  S000012 PESERTA_K01_20260131.csv: accepted with rejects, 1,990 of 2,000 rows; answered",
        ),
        (
            {"stage": "ingest", "submission": "S000013", "file": "a.csv", "status": "refused", "reason": "EMPTY"},
            "00:05:06  S000013 a.csv: refused (EMPTY); answered",
        ),
        (
            {"stage": "ingest", "submission": "S000014", "file": "a.csv", "fault": "OSError at x.py:1"},
            "00:05:06  S000014 a.csv: not settled, a fault: OSError at x.py:1",
        ),
        ({"stage": "publish", "release": "r-abc", "outcome": "held_by_gate"}, "00:05:06  release r-abc: held by gate"),
        ({"stage": "measure", "outcome": "measured"}, ""),
    ],
)  # fmt: skip
def test_a_line_of_a_stage_is_written_for_people(facts: dict[str, object], text: str) -> None:
    assert stage_text(line(**facts)) == text


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"stage": "ingest"}', "7"])
def test_what_is_no_line_of_a_stage_is_passed_over(text: str) -> None:
    assert stage_text(text) == ""


def test_only_whole_and_new_lines_and_through_a_change_of_files(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("old\n")
    followed = FollowedFile(path)
    assert list(followed.lines()) == []
    with path.open("a") as log:
        log.write("one\ntw")
        log.flush()
        assert list(followed.lines()) == ["one"]
        log.write("o\n")
    assert list(followed.lines()) == ["two"]
    path.rename(tmp_path / "log.1")
    path.write_text("three\n")
    assert list(followed.lines()) == ["three"]
    path.unlink()
    assert list(followed.lines()) == []


def test_arrivals_come_before_what_became_of_them(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for name in ("prefect", "logs"):
        (tmp_path / name).mkdir()
    shown = ShownWork(settings)
    (tmp_path / "logs" / "ucj.jsonl").write_text(line(stage="publish", release="r", outcome="published") + "\n")
    (tmp_path / "prefect" / "watcher.log").write_text("Traceback\nucj: watch: S000001 K01/a.csv: arrived\n")
    first, second = shown.lines()
    assert first.endswith("  S000001 K01/a.csv: arrived")
    assert second == "00:05:06  release r: published"
