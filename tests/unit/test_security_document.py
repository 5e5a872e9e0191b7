"""docs/security.md names tests that exist, and the modes that folders get."""

import re
from pathlib import Path

from flows.runtime.home import ENTERED, FOLDERS, PRIVATE, SHOWN

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text()


def test_every_test_it_names_is_there() -> None:
    named = set(re.findall(r"tests/[\w/]+\.py", TEXT))
    assert len(named) > 10
    assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []


def test_the_modes_it_tells_are_those_of_the_folders() -> None:
    told = {
        name: int(mode, 8)
        for places, mode in re.findall(r"(?m)^\| ([^|]+) \| (0\d+)[^|]*\|", TEXT)
        for name in re.findall(r"(\w+)/(?![<\w])", places)
    }
    assert {name: told.get(name) for name in FOLDERS if name} == {name: mode for name, mode in FOLDERS.items() if name}
    assert {ENTERED, SHOWN, PRIVATE} == {0o711, 0o755, 0o700}
