"""After a kill: drafts go wherever in the home they lie, but for those that may be under way and what is not ours."""

import os
from pathlib import Path

import pytest

from settings import Settings
from tasks.ingest.unfinished_runs import OLD_SECONDS, clear_home

DRAFT = ".0123456789abcdef.part"
GO = [
    "archive", "lake/enrolment/2026", "quarantine", "outbox/K01", "docs/validations", "docs/site/days", "published",
    "derived/past", "secret", "logs", "folder of a later version",
]  # fmt: skip
STAY = ["inbox/K01", "prefect", "prefect/storage"]
MAY_BE_WRITTEN = ["", "watch", "metrics"]


@pytest.mark.parametrize("is_folder", [False, True])
def test_drafts_of_killed_runs_go(tmp_path: Path, is_folder: bool) -> None:
    settings = Settings(home=tmp_path / "home")
    drafts = {name: tmp_path / "home" / name / DRAFT for name in (*GO, *STAY, *MAY_BE_WRITTEN)}
    for draft in drafts.values():
        draft.mkdir(parents=True) if is_folder else draft.parent.mkdir(parents=True, exist_ok=True)
        (draft / "file" if is_folder else draft).touch()
    kept = tmp_path / "home" / "archive" / "aa"
    kept.mkdir()
    assert clear_home(settings) == len(GO)
    assert [name for name, draft in drafts.items() if draft.exists()] == [*STAY, *MAY_BE_WRITTEN]
    assert kept.is_dir()
    for draft in drafts.values():
        if draft.exists():
            os.utime(draft, (0, draft.lstat().st_mtime - OLD_SECONDS - 60))
    assert clear_home(settings) == len(MAY_BE_WRITTEN)
    assert [name for name, draft in drafts.items() if draft.exists()] == STAY
