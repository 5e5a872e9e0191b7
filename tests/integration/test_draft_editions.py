"""The restricted edition of a draft is for the operator alone until the draft is promoted."""

import grp
import os
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deployments.commands.mend.release import app
from flows.maintain import maintain
from flows.publish_release import publish_as_of
from tests.conftest import RunDay
from tests.integration.test_route import deliver, extract

pytestmark = pytest.mark.usefixtures("few_regions")

DAY, LATER = date(2026, 1, 15), date(2026, 1, 20)
OPERATOR_ALONE, THE_GROUP_TOO = 0o700, 0o750


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def home(tmp_path: Path, run_day: RunDay, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one release, that a group of the system may read in full."""
    monkeypatch.setenv("UCJ_RESTRICTED_GROUP", grp.getgrgid(os.getgid()).gr_name)
    deliver(tmp_path, "K01", "PESERTA_K01_20260115.csv", extract(40))
    run_day(tmp_path, DAY)
    return tmp_path


def test_the_group_reads_the_full_figures_of_a_draft_only_once_it_is_promoted(home: Path) -> None:
    (published,) = (home / "restricted").iterdir()
    assert mode(published) == THE_GROUP_TOO
    drafted = publish_as_of(as_of=LATER, draft=True)
    assert drafted.ending == "drafted"
    (draft,) = set((home / "restricted").iterdir()) - {published}
    assert list(draft.glob("restricted-ucj_funder.*"))
    public = {file.name for file in (home / "published" / draft.name / "workbooks").iterdir()}
    assert {file.name for file in (draft / "workbooks").iterdir()} == {f"restricted-{name}" for name in public} != set()
    assert (mode(draft), mode(published)) == (OPERATOR_ALONE, THE_GROUP_TOO)
    for again in (lambda: publish_as_of(as_of=LATER), maintain):  # a run that finds nothing new, and housekeeping
        again()
        assert mode(draft) == OPERATOR_ALONE
    promoted = CliRunner().invoke(app, ["promote", draft.name, "--why", "diperiksa"])
    assert promoted.exit_code == 0, promoted.output
    assert mode(draft) == THE_GROUP_TOO
    assert {mode(file) for file in draft.rglob("*") if file.is_file()} == {0o640}
    assert mode(draft / "workbooks") == THE_GROUP_TOO
