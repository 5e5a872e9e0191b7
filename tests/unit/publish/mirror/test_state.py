"""What is known of the mirror between runs, what of it is told, and what a home without it knows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.ui.summary import notes_of_mirror
from tasks.publish.mirror.state import MirrorState, mirror_state_path, read_mirror_state, write_mirror_state
from warehouse.records import ReleaseDecision
from warehouse.releases.decisions import Decided

NOW = datetime(2026, 2, 1, 6, 30, tzinfo=UTC)
URL = "s3://bucket/terbitan"


def withdrawn(at: datetime) -> Decided:
    return Decided(
        release_id="2026-01-31-000000000000",
        decision=ReleaseDecision.WITHDRAWN,
        decided_at=at,
        actor="siti",
        reason="Salah hitung",
        before_release_id=None,
        after_release_id=None,
    )


def test_it_is_behind_since_the_first_failure_and_no_longer_after_a_success() -> None:
    good = MirrorState(url=URL).wanting("a").after_success(at=NOW)
    assert (good.is_behind, good.waiting, notes_of_mirror(good)) == (False, (), ())
    first = good.wanting("b").after_failure("It does not answer.", at=NOW + timedelta(hours=1), withdrawn=())
    later = first.wanting("c").wanting("b").after_failure("Denied.", at=NOW + timedelta(hours=9), withdrawn=())
    assert (later.is_behind, later.waiting, later.good_at) == (True, ("b", "c"), NOW.isoformat())
    (note,) = notes_of_mirror(later)
    assert note.startswith(
        "The copy of published/ in s3://bucket/terbitan is behind since 2026-02-01 14:30 WIB: Denied."
    )
    assert note.endswith("The next run, or `ucj storage publish`, completes it.")


@pytest.mark.parametrize(
    ("minutes", "was_good", "is_urgent"), [(1, True, True), (-1, True, False), (1, False, True), (-1, False, True)]
)
def test_what_was_withdrawn_since_it_was_good_may_still_be_shown(minutes: int, was_good: bool, is_urgent: bool) -> None:
    state = MirrorState(url=URL).after_success(at=NOW) if was_good else MirrorState(url=URL)
    taken_back = withdrawn(NOW + timedelta(minutes=minutes))
    after = state.after_failure("It does not answer.", at=NOW + timedelta(hours=1), withdrawn=[taken_back])
    assert after.is_urgent is is_urgent
    assert ("figures that were withdrawn" in after.text()) is is_urgent


def test_it_is_read_as_it_was_written_and_of_its_own_address_only(tmp_path: Path) -> None:
    assert read_mirror_state(tmp_path, url=URL) == MirrorState(url=URL)
    state = MirrorState(url=URL).wanting("a").after_failure("Denied.", at=NOW, withdrawn=())
    write_mirror_state(tmp_path, state)
    assert read_mirror_state(tmp_path, url=URL) == state
    assert read_mirror_state(tmp_path, url="file:///web") == MirrorState(url="file:///web")
    assert read_mirror_state(tmp_path, url="") == MirrorState()
    mirror_state_path(tmp_path).write_text("[1]")
    assert read_mirror_state(tmp_path, url=URL) == MirrorState(url=URL)
