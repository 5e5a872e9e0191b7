"""A held record is true while its holder lives, whoever that is and however it ends."""

import json
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.files.held_record import HeldRecord

# holds the record, starts a child that inherits it, and waits
HOLDER = """
import subprocess, sys, time
from pathlib import Path
from warehouse.files.held_record import HeldRecord
record = HeldRecord(Path(sys.argv[1]))
assert record.hold({"number": 1})
child = subprocess.Popen(["sleep", "600"], pass_fds=[record.descriptor]) if sys.argv[2] == "child" else None
print(child.pid if child else 0, flush=True)
time.sleep(600)
"""


def begin(path: Path, *, child: bool = False) -> "tuple[subprocess.Popen[str], int]":
    command = [sys.executable, "-c", HOLDER, str(path), "child" if child else "alone"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def test_one_holds_it_and_others_see_who(tmp_path: Path) -> None:
    path = tmp_path / "below" / "record.json"
    process, _ = begin(path)
    with process:
        other = HeldRecord(path)
        assert (other.is_held(), other.read(), other.hold({"number": 2})) == (True, {"number": 1}, False)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (other.is_held(), other.read()) == (False, {"number": 1})
    assert other.hold({"number": 2})
    assert other.read() == {"number": 2}
    other.release()
    assert (other.is_held(), other.read(), path.exists()) == (False, None, True)


def test_a_child_that_inherits_it_holds_it_on(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    process, child = begin(path, child=True)
    with process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert HeldRecord(path).is_held()
    HeldRecord(path).clear_left()
    assert HeldRecord(path).read() == {"number": 1}  # not while somebody holds it
    subprocess.run(["kill", str(child)], check=True)
    record = HeldRecord(path)
    while record.is_held():
        pass
    record.clear_left()
    assert record.read() is None


@pytest.mark.parametrize("content", ["", "{", "[1]", "null", '"text"'])
def test_what_is_no_record_is_none(content: str, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(content)
    assert HeldRecord(path).read() is None
    assert HeldRecord(tmp_path / "nowhere.json").read() is None
    assert not HeldRecord(tmp_path / "nowhere.json").is_held()


def test_it_is_written_anew_by_its_holder_only(tmp_path: Path) -> None:
    record = HeldRecord(tmp_path / "record.json")
    with pytest.raises(ValueError, match="not held"):
        record.write({})
    assert record.hold({"text": "long" * 100})
    record.write({"text": "short"})
    assert json.loads((tmp_path / "record.json").read_text()) == {"text": "short"}
    record.release()
