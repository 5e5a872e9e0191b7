"""A home that is as it should be, to be broken."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deployments.commands.start.init import make_home
from settings import Settings
from tasks.operations.doctor.finding import Check, Health, HealthFinding

Failing = Callable[[Check], list[HealthFinding]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Made by `ucj init`, with a branch list and its folders."""
    home = tmp_path / "home"
    monkeypatch.setenv("UCJ_HOME", str(home))
    make_home(Settings())
    (home / "branches.csv").write_text("code,name\nK01,Buol\n")
    make_home(Settings())
    return home


@pytest.fixture
def failing(home: Path) -> Failing:
    """What a check finds wrong in that home; each finding says what to do."""

    def look(check: Check) -> list[HealthFinding]:
        found = [one for one in check(Settings()) if one.health is not Health.OK]
        assert [one for one in found if not one.do] == []
        return found

    return look
