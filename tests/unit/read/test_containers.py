"""Containers (gzip, zip, old and encrypted formats): opened when they hold one table, else refused for one reason."""

import gzip

import pytest

from tests.unit.read.extracts import GOOD, HEADERS, NIKS, ROWS, accept, niks, refuse, text, workbook, zipped

ALL = {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}
SHEET = {"Data": [HEADERS, *ROWS]}


class TestContainers:
    @pytest.mark.parametrize(
        "packed", [gzip.compress(GOOD, mtime=0), gzip.compress(GOOD[:60], mtime=0) + gzip.compress(GOOD[60:], mtime=0)]
    )
    def test_gzip_is_opened(self, packed: bytes) -> None:
        extract = accept(packed)
        assert niks(extract) == ALL
        assert extract.facts["container"] == "gzip"

    @pytest.mark.parametrize("data", [GOOD, workbook(SHEET)], ids=["csv", "xlsx"])
    @pytest.mark.parametrize("name", ["data.csv", "PESERTA K01.xlsx", "..data"])
    def test_a_zip_with_one_member_is_opened(self, data: bytes, name: str) -> None:
        extract = accept(zipped({name: data}))
        assert niks(extract) == ALL
        assert extract.facts["container"] == "zip"

    @pytest.mark.parametrize(
        "data",
        [
            gzip.compress(GOOD, mtime=0)[:-20],
            gzip.compress(GOOD, mtime=0)[:12],
            b"\x1f\x8b",
            b"\x1f\x8b\x08" + b"x" * 50,
        ],
    )
    def test_broken_gzip(self, data: bytes) -> None:
        assert refuse(data).code == "CONTAINER_BROKEN"

    def test_gzip_with_a_wrong_checksum(self) -> None:
        packed = bytearray(gzip.compress(GOOD, mtime=0))
        packed[-6] ^= 1
        assert refuse(bytes(packed)).code == "CONTAINER_BROKEN"

    @pytest.mark.parametrize(
        "data", [gzip.compress(b"\0" * 50_000_000, mtime=0), zipped({"a.csv": b"\0" * 50_000_000})]
    )
    def test_what_unpacks_to_too_much(self, data: bytes) -> None:
        assert refuse(data, max_bytes=1_000_000).code == "TOO_LARGE"

    def test_too_large_as_it_is(self) -> None:
        assert refuse(GOOD, max_bytes=len(GOOD) - 1).code == "TOO_LARGE"

    @pytest.mark.parametrize("data", [workbook({"Data": [HEADERS, *(ROWS * 500)]})])
    def test_a_workbook_that_unpacks_to_too_much(self, data: bytes) -> None:
        assert refuse(data, max_bytes=len(data) + 1_000).code == "TOO_LARGE"

    @pytest.mark.parametrize(
        "members",
        [
            {},
            {"a.csv": GOOD, "b.csv": GOOD},
            {"a.csv": GOOD, "__MACOSX/._a.csv": b""},
            {"folder/a.csv": GOOD},
            {"../a.csv": GOOD},
            {"/etc/a.csv": GOOD},
            {"folder\\a.csv": GOOD},
            {"folder/": b""},
            {"a.zip": zipped({"a.csv": GOOD})},
            {"a.csv.gz": gzip.compress(GOOD, mtime=0)},
            {"a.7z": b"7z\xbc\xaf\x27\x1c" + b"x" * 50},
        ],
    )
    def test_a_zip_with_other_than_one_plain_member(self, members: dict[str, bytes]) -> None:
        assert refuse(zipped(members)).code == "CONTAINER_MEMBERS"

    def test_an_encrypted_zip(self) -> None:
        assert refuse(zipped({"a.csv": GOOD}, encrypted=True)).code == "ENCRYPTED"

    @pytest.mark.parametrize("data", [zipped({"a.csv": GOOD})[:-30], b"PK\x03\x04", b"PK\x03\x04" + b"x" * 90])
    def test_a_broken_zip(self, data: bytes) -> None:
        assert refuse(data).code == "CONTAINER_BROKEN"

    def test_a_zip_whose_member_is_damaged(self) -> None:
        packed = bytearray(zipped({"a.csv": GOOD}))
        packed[45] ^= 0xFF
        assert refuse(bytes(packed)).code == "CONTAINER_BROKEN"

    @pytest.mark.parametrize("data", [gzip.compress(b"", mtime=0), zipped({"a.csv": b""})])
    def test_empty_inside(self, data: bytes) -> None:
        assert refuse(data).code == "EMPTY"

    def test_text_that_begins_like_a_zip_is_text(self) -> None:
        rows = [("x", *row) for row in ROWS]
        assert niks(accept(text(rows, headers=("PKWT", *HEADERS)).encode())) == ALL
