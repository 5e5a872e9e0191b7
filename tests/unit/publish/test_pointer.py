from pathlib import Path

import pytest

from tasks.publish.errors import PointerBlocked, ReleaseMissing
from tasks.publish.release.pointer import read_current, switch_current
from warehouse.files.drafts import drafts_in, remove_drafts

EARLY, LATE, LATE_AGAIN = "2021-05-31-0123456789ab", "2021-06-30-0123456789ab", "2021-06-30-ffffffffffff"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    for release in (EARLY, LATE, LATE_AGAIN):
        (tmp_path / release).mkdir()
    return tmp_path


def test_link_is_relative_and_moves_forward(published: Path) -> None:
    assert read_current(published) is None
    assert switch_current(published, EARLY) == EARLY
    assert switch_current(published, LATE) == LATE
    assert str((published / "current").readlink()) == LATE


def test_link_does_not_move_back_unless_told(published: Path) -> None:
    switch_current(published, LATE)
    assert switch_current(published, EARLY) == LATE
    assert read_current(published) == LATE
    assert switch_current(published, EARLY, make_current=True) == EARLY
    assert read_current(published) == EARLY


def test_same_date_moves_and_old_releases_stay(published: Path) -> None:
    switch_current(published, LATE)
    switch_current(published, LATE_AGAIN)
    assert read_current(published) == LATE_AGAIN
    assert (published / LATE).is_dir()


@pytest.mark.parametrize("target", ["2099-01-01-0123456789ab", "elsewhere", "/nowhere"])
def test_broken_link_is_repaired(published: Path, target: str) -> None:
    (published / "current").symlink_to(target)
    assert switch_current(published, EARLY) == EARLY
    assert read_current(published) == EARLY


def test_leftover_of_a_killed_switch_does_not_block(published: Path) -> None:
    left = published / ".0123456789abcdef.part"
    left.symlink_to(EARLY)
    switch_current(published, LATE)
    assert read_current(published) == LATE
    assert drafts_in(published) == [left]  # the next release that is written removes it
    assert remove_drafts(drafts_in(published)) == 1
    assert (published / EARLY).is_dir()


def test_what_is_no_link_is_not_overwritten(published: Path) -> None:
    (published / "current").mkdir()
    with pytest.raises(PointerBlocked, match="move it away"):
        switch_current(published, LATE)


@pytest.mark.parametrize("release", ["2021-06-30-000000000000", "latest", "../2021-06-30-0123456789ab"])
def test_only_a_release_that_is_there(published: Path, release: str) -> None:
    with pytest.raises(ReleaseMissing):
        switch_current(published, release)
