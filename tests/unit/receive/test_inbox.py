"""Looks into the inbox: what is taken, what is left, and when a file is settled."""

import os
import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from expectations.jakarta import JAKARTA
from tasks.receive.inbox import Look, is_unchanged, look, wait_until_settled

NAME = "PESERTA_K01_20251231.csv"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An inbox with one file of one branch."""
    (tmp_path / "K01").mkdir()
    (tmp_path / "K01" / NAME).write_text("satu")
    return tmp_path


def taken(seen: Look) -> list[str]:
    return [f"{file.folder}/{file.path.name}" for file in seen.files]


def left(seen: Look) -> dict[str, str]:
    return {entry.path: entry.reason for entry in seen.left}


class TestLook:
    def test_takes_data_files_of_branch_folders(self, inbox: Path) -> None:
        (inbox / "A00").mkdir()
        (inbox / "A00" / "wrong name.XLSX").write_text("x")
        seen = look(inbox)
        assert taken(seen) == ["A00/wrong name.XLSX", f"K01/{NAME}"]
        assert seen.left == ()
        assert seen.files[1].size == 4

    @pytest.mark.parametrize(
        ("name", "is_unfinished"),
        [
            (".data.csv", True), (".data.csv.Xa81Qz", True), ("~$data.xlsx", True), ("data.csv.part", True),
            ("data.csv.TMP", True), ("data.csv.crdownload", True), (".data.swp", True), (".DS_Store", False),
        ],
    )  # fmt: skip
    def test_leaves_what_is_on_its_way_and_says_since_when(self, inbox: Path, name: str, is_unfinished: bool) -> None:
        before = time.time() - 1
        (inbox / "K01" / name).write_text("x")
        (one,) = look(inbox).left
        assert one.path.startswith("K01/")
        assert (one.unfinished_since is not None) == is_unfinished
        since = rf", unchanged since {datetime.now(JAKARTA).date()}" if is_unfinished else ""
        assert one.reason == f"temporary or hidden{since}"
        assert one.unfinished_since is None or before < one.unfinished_since < time.time() + 1

    @pytest.mark.parametrize("name", ["catatan.txt", "data.csv.bak", "surat"])
    def test_leaves_other_files(self, inbox: Path, name: str) -> None:
        (inbox / "K01" / name).write_text("x")
        assert left(look(inbox)) == {f"K01/{name}": "not a data file"}

    @pytest.mark.parametrize(
        ("name", "is_check"),
        [
            ("CEK_PESERTA_K01_20251231.csv", True), ("cek_klaim_k01_20251231.xlsx", True), ("Cek_PESERTA_rusak", True),
            ("CEK_CEK_PESERTA_K01_20251231.csv", True), ("CEK_.csv", True), ("CEK_..csv", True),
            ("CEKPESERTA_K01_20251231.csv", False), ("PESERTA_CEK_20251231.csv", False),
        ],
    )  # fmt: skip
    def test_tells_what_is_only_to_be_checked(self, inbox: Path, name: str, is_check: bool) -> None:
        (inbox / "K01" / name).write_text("x")
        assert {file.path.name: file.is_check for file in look(inbox).files} == {NAME: False, name: is_check}

    @pytest.mark.parametrize("name", ["CEK_catatan.txt", "CEK_", "CEK"])
    def test_leaves_other_files_that_are_named_like_a_check(self, inbox: Path, name: str) -> None:
        (inbox / "K01" / name).write_text("x")
        assert left(look(inbox)) == {f"K01/{name}": "not a data file"}

    def test_leaves_what_is_no_regular_file(self, inbox: Path) -> None:
        folder = inbox / "K01"
        (folder / "link.csv").symlink_to(folder / NAME)
        (folder / "broken.csv").symlink_to("nowhere")
        os.mkfifo(folder / "pipe.csv")
        (folder / "data.csv").mkdir()
        seen = look(inbox)
        assert taken(seen) == [f"K01/{NAME}"]
        reasons = left(seen)
        assert reasons.pop("K01/data.csv") == "a folder; nothing in it is taken"
        assert list(reasons.values()) == ["not a regular file"] * 3

    def test_leaves_what_lies_outside_of_branch_folders(self, inbox: Path) -> None:
        (inbox / NAME).write_text("x")
        (inbox / ".data").mkdir()
        (inbox / "K02").symlink_to(inbox / "K01")
        seen = look(inbox)
        assert taken(seen) == [f"K01/{NAME}"]
        assert left(seen) == dict.fromkeys([".data", "K02", NAME], "not in a branch folder")

    @pytest.mark.parametrize("sign", [b"\xff", b"\x1b", b"\n", b"\r", b"\xe2\x80\xae"])
    def test_takes_names_that_cannot_be_shown_under_one_that_can(self, inbox: Path, sign: bytes) -> None:
        path = Path(os.fsdecode(os.fsencode(inbox / "K01") + b"/" + sign + b".csv"))
        path.write_text("x")
        Path(os.fsdecode(os.fsencode(inbox) + b"/" + sign)).mkdir()
        seen = look(inbox)
        files = {file.path: file.name for file in seen.files}
        assert files.keys() == {inbox / "K01" / NAME, path}
        assert re.fullmatch(r"nama-disamarkan_[0-9a-f]{8}\.csv", files[path])
        ((shown, reason),) = left(seen).items()
        assert re.fullmatch(r"nama-disamarkan_[0-9a-f]{8}", shown)
        assert reason == "not in a branch folder"

    def test_leaves_what_has_a_second_name(self, inbox: Path) -> None:
        secret = inbox.parent / f"{inbox.name}.key"
        secret.write_text("x")
        os.link(secret, inbox / "K01" / "PESERTA_K01_20260131.csv")
        seen = look(inbox)
        assert taken(seen) == [f"K01/{NAME}"]
        assert left(seen) == {"K01/PESERTA_K01_20260131.csv": "has a second name (hard link)"}

    @pytest.mark.parametrize("fault", [PermissionError, FileNotFoundError])
    def test_goes_on_after_a_folder_that_cannot_be_read(
        self, inbox: Path, monkeypatch: pytest.MonkeyPatch, fault: type[OSError]
    ) -> None:
        (inbox / "A00").mkdir()
        original = Path.iterdir

        def refuse(folder: Path) -> Iterator[Path]:
            if folder.name == "A00":
                raise fault(folder)
            return original(folder)

        monkeypatch.setattr(Path, "iterdir", refuse)
        seen = look(inbox)
        assert taken(seen) == [f"K01/{NAME}"]
        assert left(seen) == {"A00": f"folder cannot be read ({fault.__name__})"}

    def test_of_nothing(self, tmp_path: Path) -> None:
        assert look(tmp_path) == look(tmp_path / "nowhere") == Look(files=(), left=())


def test_a_file_is_unchanged_until_it_is_written_replaced_or_gone(inbox: Path) -> None:
    path = inbox / "K01" / NAME
    (file,) = look(inbox).files
    assert is_unchanged(file)
    path.write_text("satu dua")
    assert not is_unchanged(file)
    path.unlink()
    assert not is_unchanged(file)
    path.symlink_to("elsewhere")
    assert not is_unchanged(file)


class TestSettle:
    def settle(self, inbox: Path, changes: list[object], *, wait_seconds: float = 60.0) -> tuple[Look, float]:
        """Wait, with something happening during each sleep; also how long it slept."""
        slept: list[float] = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            change = changes.pop(0) if changes else None
            if callable(change):
                change()

        return wait_until_settled(inbox, settle_seconds=2.0, wait_seconds=wait_seconds, sleep=sleep), sum(slept)

    def grow(self, inbox: Path, name: str = NAME) -> object:
        def change() -> None:
            with (inbox / "K01" / name).open("a") as file:
                file.write("dua")

        return change

    def test_an_empty_inbox_is_not_waited_for(self, tmp_path: Path) -> None:
        seen, slept = self.settle(tmp_path, [])
        assert (taken(seen), slept) == ([], 0.0)

    def test_two_looks_that_agree(self, inbox: Path) -> None:
        seen, slept = self.settle(inbox, [])
        assert (taken(seen), slept) == ([f"K01/{NAME}"], 2.0)

    def test_a_file_that_grows_is_waited_for(self, inbox: Path) -> None:
        seen, slept = self.settle(inbox, [self.grow(inbox), self.grow(inbox)])
        assert (taken(seen), slept) == ([f"K01/{NAME}"], 6.0)
        assert seen.files[0].size == len("satuduadua")
        assert seen.left == ()

    def test_a_file_that_arrives_meanwhile_is_waited_for(self, inbox: Path) -> None:
        seen, slept = self.settle(inbox, [self.grow(inbox, "data.csv")])
        assert (taken(seen), slept) == ([f"K01/{NAME}", "K01/data.csv"], 4.0)

    def test_a_file_replaced_by_one_of_its_size_is_waited_for(self, inbox: Path) -> None:
        path = inbox / "K01" / NAME

        def replace() -> None:
            stamp = path.stat().st_mtime_ns
            other = path.with_name("other")
            other.write_text("lima")
            os.utime(other, ns=(stamp, stamp))
            other.rename(path)

        seen, slept = self.settle(inbox, [replace])
        assert (taken(seen), slept) == ([f"K01/{NAME}"], 4.0)

    def test_a_file_that_goes_is_not_waited_for(self, inbox: Path) -> None:
        self.grow(inbox, "data.csv")()  # type: ignore[operator]
        seen, slept = self.settle(inbox, [(inbox / "K01" / "data.csv").unlink])
        assert (taken(seen), slept) == ([f"K01/{NAME}"], 2.0)

    def test_what_never_settles_is_left_and_the_rest_taken(self, inbox: Path) -> None:
        seen, slept = self.settle(inbox, [self.grow(inbox, "data.csv")] * 100, wait_seconds=10.0)
        assert (taken(seen), slept) == ([f"K01/{NAME}"], 10.0)
        assert left(seen) == {"K01/data.csv": "still changing"}

    def test_without_a_pause_two_looks_still_have_to_agree(self, inbox: Path) -> None:
        seen = wait_until_settled(inbox, settle_seconds=0, wait_seconds=60, sleep=lambda _: self.grow(inbox)())  # type: ignore[operator]
        assert (taken(seen), left(seen)) == ([], {f"K01/{NAME}": "still changing"})
