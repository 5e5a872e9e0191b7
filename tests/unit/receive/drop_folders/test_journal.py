"""What is remembered of a drop folder, and which files are fetched in which order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from settings import DropFolderSettings
from tasks.receive.drop_folders.bring import in_turn, why_not, within_limits
from tasks.receive.drop_folders.faults import DropFolderFault, FaultCode
from tasks.receive.drop_folders.journal import Fetched, Journal, read_journal
from tasks.receive.drop_folders.session import RemoteEntry

NOW = datetime(2026, 2, 1, tzinfo=UTC)
FETCHED = Fetched(size=6, version="1", sha256="a" * 64, folder="K01", name="x.csv", mtime_ns=1, is_check=False)
FAULT = DropFolderFault(FaultCode.UNREACHABLE, "It does not answer.", "Look.")


def entry(name: str, folder: str = "K01", *, size: int = 6, at: int = 1, kind: str = "file") -> RemoteEntry:
    return RemoteEntry(folder=folder, name=name, kind=kind, size=size, mtime_ns=at, version=str(at))


def limits(**given: int) -> DropFolderSettings:
    pinned = ("SHA256:" + "a" * 43,)
    return DropFolderSettings(name="kanwil", url="sftp://u@h", branches=("*",), host_keys=pinned, **given)


def test_a_journal_is_what_was_saved_and_empty_where_it_is_damaged(tmp_path: Path) -> None:
    journal = Journal(place=tmp_path / "watch" / "j.json", files={"k": FETCHED}, given={"a": [1, 2]}, folders=["K01"])
    journal.note_visit(FAULT, (), at=NOW)
    journal.save()
    assert read_journal(journal.place) == journal
    assert journal.place.stat().st_mode & 0o777 == 0o600
    journal.place.write_text("{")
    assert read_journal(journal.place) == Journal(place=journal.place)


def test_what_became_of_fetched_files_follows_from_inbox_and_catalogue() -> None:
    check = replace(FETCHED, is_check=True, sha256="c" * 64)
    files = {
        "registered": FETCHED,
        "waiting": replace(FETCHED, sha256="b" * 64),
        "killed before it was placed": replace(FETCHED, sha256="d" * 64),
        "check answered": replace(check, placed=True),
        "check killed before it was placed": check,
        "check waiting": check,
    }
    journal = Journal(place=Path("unused"), files=files)
    journal.settle(waiting={"waiting", "check waiting"}, registered={FETCHED.arrived})
    assert {key: (one.placed, one.done) for key, one in journal.files.items()} == {
        "registered": (False, True),
        "waiting": (True, False),
        "check answered": (True, True),
        "check waiting": (True, False),
    }


def test_a_fault_is_noted_since_the_first_visit_of_a_row_that_failed() -> None:
    journal = Journal(place=Path("unused"))
    journal.note_visit(None, ("no rights: give",), at=NOW)
    journal.note_visit(FAULT, (), at=NOW + timedelta(hours=1))
    journal.note_visit(FAULT, (), at=NOW + timedelta(hours=2))
    last = journal.last
    assert (last.good_at, last.since) == (NOW.isoformat(), (NOW + timedelta(hours=1)).isoformat())
    assert (last.code, last.notes) == ("UNREACHABLE", ("no rights: give",))
    journal.note_visit(None, (), at=NOW + timedelta(hours=3))
    assert (journal.last.since, journal.last.code, journal.last.notes) == ("", "", ())


def test_branches_take_turns_oldest_first() -> None:
    found = [entry("b", at=2), entry("a", at=1), entry("c", at=3), entry("z", "K02", at=9)]
    assert [one.name for one in in_turn(found)] == ["a", "z", "b", "c"]


def test_limits_cut_behind_the_first_that_does_not_fit() -> None:
    found = [entry("a", size=5), entry("b", size=6), entry("c", size=1)]
    taken, rest = within_limits(found, limits(max_bytes=10))
    assert ([one.name for one in taken], [one.name for one in rest]) == (["a"], ["b", "c"])
    assert [one.name for one in within_limits([entry("a", size=99)], limits(max_bytes=10))[0]] == ["a"]
    assert len(within_limits(found, limits(max_files=2))[0]) == 2


def test_rules_of_the_local_inbox_say_what_is_left() -> None:
    reasons = {
        name: why_not(one, most_bytes=10)
        for name, one in {
            "good": entry("PESERTA_K01_20260131.csv"),
            "large": entry("PESERTA_K01_20260131.csv", size=11),
            "hidden": entry(".PESERTA_K01_20260131.csv"),
            "written": entry("PESERTA_K01_20260131.csv.part"),
            "note": entry("catatan.txt"),
            "folder": entry("PESERTA_K01_20260131.csv", kind="folder"),
            "link": entry("PESERTA_K01_20260131.csv", kind="other"),
        }.items()
    }
    assert reasons == {
        "good": None,
        "large": "larger than max_file_bytes (10)",
        "hidden": "temporary or hidden",
        "written": "temporary or hidden",
        "note": "not a data file",
        "folder": "a folder; nothing in it is taken",
        "link": "not a regular file",
    }
