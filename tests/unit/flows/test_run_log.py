import json
import logging
import re
import stat
from pathlib import Path
from unittest import mock

import pytest

from flows.runtime import run_log
from flows.runtime.run_log import logged_run
from settings import Settings
from tasks.execution.stage_log import Fact, key_values, logged_stage
from warehouse.errors import CatalogueBusy

NIK = "7205011708900003"


def lines(home: Path, name: str = "ucj.jsonl") -> list[dict[str, object]]:
    return [json.loads(line) for line in (home / "logs" / name).read_text().splitlines()]


def test_a_stage_is_one_private_line_with_its_facts_and_seconds(tmp_path: Path) -> None:
    with logged_run(Settings(home=tmp_path)) as times:
        with logged_stage("ingest", file="PESERTA_K01_20260131.csv", reason=None) as line:
            line["rows_read"] = 42
        with logged_stage("ingest", file="b.csv"):
            pass
    with logged_stage("measure"):
        pass
    first, second = lines(tmp_path)
    assert {name: first[name] for name in ("level", "stage", "file", "rows_read")} == {
        "level": "info",
        "stage": "ingest",
        "file": "PESERTA_K01_20260131.csv",
        "rows_read": 42,
    }
    assert isinstance(first["seconds"], float)
    assert isinstance(second["seconds"], float)
    assert times.seconds == {"ingest": pytest.approx(first["seconds"] + second["seconds"])}
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "logs" / "ucj.jsonl").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ValueError(f"could not convert {NIK}"), r"ValueError at test_run_log\.py:\d+"),
        (CatalogueBusy("Wait."), r"Wait\."),
    ],
)
def test_a_fault_is_logged_without_what_it_may_carry(tmp_path: Path, fault: Exception, said: str) -> None:
    with logged_run(Settings(home=tmp_path)), pytest.raises(type(fault)), logged_stage("ingest", file="a.csv"):
        raise fault
    (line,) = lines(tmp_path)
    assert line["level"] == "error"
    assert re.fullmatch(said, str(line["fault"]))
    assert NIK not in json.dumps(line)


def test_full_files_are_put_aside_and_the_oldest_go(tmp_path: Path) -> None:
    with mock.patch.multiple(run_log, MAX_BYTES=10, KEPT_FILES=2):
        for number in range(5):
            with logged_run(Settings(home=tmp_path)), logged_stage(f"s{number}"):
                pass
    kept = {path.name: path.read_text() for path in (tmp_path / "logs").iterdir()}
    stages = {name: json.loads(text)["stage"] for name, text in kept.items()}
    assert stages == {"ucj.jsonl": "s4", "ucj.jsonl.1": "s3", "ucj.jsonl.2": "s2"}


def test_handlers_do_not_outlive_the_run(tmp_path: Path) -> None:
    before = list(logging.getLogger("ucj.stages").handlers)
    with pytest.raises(RuntimeError), logged_run(Settings(home=tmp_path)):
        raise RuntimeError
    assert logging.getLogger("ucj.stages").handlers == before


def test_pairs_can_be_cut_at_blanks() -> None:
    facts: dict[str, Fact] = {"file": "data pekerja.csv", "rows": 0, "note": 'a "b" = c', "reason": None, "empty": ""}
    assert key_values(facts) == 'file="data pekerja.csv" rows=0 note="a \\"b\\" = c"'
