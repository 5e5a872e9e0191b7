"""`make audit`: what it says of a report, and that silence is never good news."""

from pathlib import Path
from typing import Any

import pytest

from docs.dependency_audit import CLEAN, UNKNOWN, VULNERABLE, audit, licences, verdict

BUG = {"id": "PYSEC-1", "fix_versions": ["3.7"]}
GOOD: dict[str, Any] = {"name": "great_expectations", "version": "1.24.1", "vulns": []}
BAD: dict[str, Any] = {"name": "idna", "version": "3.6", "vulns": [BUG]}
SKIPPED: dict[str, Any] = {"name": "idna", "skip_reason": "not found"}
PINNED = {"great-expectations", "idna"}


@pytest.mark.parametrize(
    ("found", "code", "says"),
    [
        ([GOOD, {**BAD, "vulns": []}], CLEAN, "no known vulnerability in 2 packages"),
        ([GOOD, BAD], VULNERABLE, "VULNERABLE: idna 3.6: PYSEC-1, mended in 3.7"),
        ([GOOD, SKIPPED], UNKNOWN, "idna"),  # pip-audit itself ends with 0 here
        ([GOOD], UNKNOWN, "idna"),
        ([], UNKNOWN, "great-expectations, idna"),
    ],
)
def test_a_report_is_clean_only_where_every_package_was_looked_at(
    found: list[dict[str, Any]], code: int, says: str
) -> None:
    ended, lines = verdict(found, pinned=PINNED)
    assert (ended, len(lines), says in lines[0]) == (code, 1, True)


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("echo 'no such host' >&2; exit 1", UNKNOWN),
        ("exit 0", UNKNOWN),
        (
            'for last in "$@"; do :; done; echo \'{"dependencies": [{"name": "idna", "vulns": []}]}\' > "$last"',
            CLEAN,
        ),
    ],
)
def test_an_auditor_that_fails_or_is_missing_leaves_it_unknown(tmp_path: Path, script: str, code: int) -> None:
    lock, uv = tmp_path / "lock", tmp_path / "uv"
    lock.write_text("idna==3.6 \\\n    --hash=sha256:0\n")
    uv.write_text(f"#!/bin/sh\n{script}\n")
    uv.chmod(0o755)
    assert audit(lock, uv=str(uv))[0] == code
    assert audit(lock, uv=str(tmp_path / "none"))[0] == UNKNOWN


def test_licences_of_what_is_locked(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("pytest==9.0.0\nhypothesis==6.0\nnot-installed==1\n")
    said = dict(line.split(": ") for line in licences(tmp_path / "lock"))
    assert said["MIT"] == "pytest"
    assert "hypothesis" in "".join(said.values())
