"""Derived data: whole or not there, private, and easy to be rid of."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from warehouse.lake.cache import Cache, Unreadable, cache_of, drop_cache, read_table, write_table

NAMED: dict[str, Any] = {"day": "2024-05-31", "objects": [["A", "2024-05-31", "a.parquet"]]}
FRAME = pl.DataFrame({"person_id": [1, 2**100]}, schema={"person_id": pl.UInt128})


def write(derived: Cache, named: dict[str, Any] = NAMED) -> Path:
    with derived.writing("people", named) as folder:
        write_table(FRAME, folder / "everything.arrow")
    found = derived.find("people", named)
    assert found is not None
    return found


def test_what_was_written_is_found_by_what_it_rests_on(tmp_path: Path) -> None:
    derived = Cache(tmp_path / "derived")
    assert read_table(write(derived) / "everything.arrow", FRAME.schema).equals(FRAME)
    assert derived.find("people", NAMED | {"day": "2024-06-30"}) is None
    assert derived.find("first", NAMED) is None


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    derived = Cache(tmp_path / "derived")
    place = write(derived)
    folders = (derived.folder, place.parent, place)
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in place.iterdir()} == {0o600}


@pytest.mark.parametrize("damage", ["cut", "gone", "manifest", "no manifest"])
def test_what_is_damaged_is_not_found_and_can_be_written_again(tmp_path: Path, damage: str) -> None:
    derived = Cache(tmp_path / "derived")
    place = write(derived)
    match damage:
        case "cut":
            (place / "everything.arrow").write_bytes((place / "everything.arrow").read_bytes()[:-1])
        case "gone":
            (place / "everything.arrow").unlink()
        case "manifest":
            (place / "manifest.json").write_text('{"named":')
        case _:
            (place / "manifest.json").unlink()
    assert derived.find("people", NAMED) is None
    assert derived.sets("people") == []
    assert read_table(write(derived) / "everything.arrow", FRAME.schema).equals(FRAME)


def test_any_changed_bit_of_a_table_is_found(tmp_path: Path) -> None:
    derived = Cache(tmp_path / "derived")
    path = write(derived) / "everything.arrow"
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(Unreadable):
            read_table(path, FRAME.schema)
    path.write_bytes(whole)
    assert read_table(path, FRAME.schema).equals(FRAME)


def test_any_changed_bit_of_a_manifest_is_found_or_changes_nothing(tmp_path: Path) -> None:
    derived = Cache(tmp_path / "derived")
    place = write(derived)
    manifest, whole = place / "manifest.json", (place / "manifest.json").read_bytes()
    for byte in range(len(whole)):
        manifest.write_bytes(whole[:byte] + bytes([whole[byte] ^ 1]) + whole[byte + 1 :])
        found = derived.find("people", NAMED)
        assert [path for path, _ in derived.sets("people")] == ([found] if found else [])
        if found:
            with pytest.raises(Unreadable):
                read_table(found / "everything.arrow", FRAME.schema)


def write_and_fail(derived: Cache) -> None:
    with derived.writing("people", NAMED) as folder:
        write_table(FRAME, folder / "everything.arrow")
        raise InterruptedError


def test_an_attempt_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InterruptedError):
        write_and_fail(Cache(tmp_path / "derived"))
    assert list((tmp_path / "derived" / "people").iterdir()) == []


def test_what_a_killed_run_left_is_never_found_and_goes(tmp_path: Path) -> None:
    derived = Cache(tmp_path / "derived")
    place = write(derived)
    left = place.parent / ".0123456789abcdef.part"
    left.mkdir()
    (left / "everything.arrow").write_bytes(b"half")
    assert [path for path, _ in derived.sets("people")] == [place]
    derived.keep("people", newest=5, holds=bool)
    assert list(place.parent.iterdir()) == [place]


def test_what_was_used_last_is_kept(tmp_path: Path) -> None:
    derived = Cache(tmp_path / "derived")
    days = [NAMED | {"day": f"2024-05-{day}"} for day in (10, 11, 12)]
    for named in days:
        write(derived, named)
    derived.find("people", days[0])
    derived.keep("people", newest=2, holds=lambda named: named["day"] != "2024-05-12")
    assert [named["day"] for _, named in derived.sets("people")] == ["2024-05-10", "2024-05-11"]


def test_all_of_it_can_be_dropped(tmp_path: Path) -> None:
    write(cache_of(tmp_path))
    drop_cache(tmp_path)
    assert not (tmp_path / "derived").exists()
    drop_cache(tmp_path)  # nothing there is as good
