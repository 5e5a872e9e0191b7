"""Containers (gzip, zip, old and encrypted formats): opened when they hold one table, else refused for one reason."""

import gzip
import io
import struct

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


BESIDE = (
    "__MACOSX/",
    "__MACOSX/._a.csv",
    ".DS_Store",
    "._a.csv",
    "Thumbs.db",
    "desktop.ini",
    "~$a.xlsx",
    "data/.DS_Store",
)


class TestWhatSystemsPutIntoAZip:
    @pytest.mark.parametrize("name", BESIDE)
    def test_is_passed_over(self, name: str) -> None:
        assert niks(accept(zipped({name: b"\0\1", "a.csv": GOOD}))) == ALL

    def test_alone_is_no_delivery(self) -> None:
        assert refuse(zipped(dict.fromkeys(BESIDE, b"x"))).code == "CONTAINER_MEMBERS"

    def test_two_tables_stay_two(self) -> None:
        assert refuse(zipped({"a.csv": GOOD, "b.csv": GOOD, "__MACOSX/._a.csv": b""})).code == "CONTAINER_MEMBERS"


class TestNamesInsideContainers:
    """The delivery is of branch K01 and the last day of 2025."""

    @pytest.mark.parametrize(
        "name",
        ["PESERTA_K01_20251231.csv", "peserta_k01_20251231 (2).csv", "PESERTA_K01_20251231_R7.csv", "data.csv",
         "PESERTA_K01_202512310.csv", "LAPORAN_K02_20241231.csv"],
    )  # fmt: skip
    def test_that_say_the_same_or_nothing_are_read(self, name: str) -> None:
        assert niks(accept(zipped({name: GOOD}))) == ALL
        assert niks(accept(named_gzip(name))) == ALL

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("PESERTA_K02_20251231.csv", "K02"),
            ("PESERTA_K01_20251130.csv", "20251130"),
            ("KLAIM_K01_20251231.csv", "KLAIM"),
            ("peserta_k02_20251231 - salin.csv", "K02"),
        ],
    )
    def test_that_say_another_feed_branch_or_date_refuse(self, name: str, told: str) -> None:
        for packed in (zipped({name: GOOD}), named_gzip(name)):
            refusal = refuse(packed)
            assert refusal.code == "MEMBER_NAME_DIFFERS"
            assert told in refusal.detail


class TestGzip:
    @pytest.mark.parametrize("behind", [b"\0" * 512, b"\n", b"-- selesai --", b"\x1f", b"\0\0" + b"x" * 5_000])
    def test_bytes_behind_a_right_checksum_do_not_matter(self, behind: bytes) -> None:
        extract = accept(gzip.compress(GOOD, mtime=0) + behind)
        assert niks(extract) == ALL
        assert extract.facts.get("ignored_bytes", 0) == len(behind.lstrip(b"\0"))

    def test_padding_between_two_parts_is_passed_over(self) -> None:
        assert niks(accept(gzip.compress(GOOD[:60]) + b"\0" * 300 + gzip.compress(GOOD[60:]))) == ALL

    def test_a_second_part_that_is_cut_off_is_missed(self) -> None:
        assert refuse(gzip.compress(GOOD[:60]) + gzip.compress(GOOD[60:])[:-9]).code == "CONTAINER_BROKEN"


@pytest.mark.parametrize(("method", "name"), [(9, "Deflate64"), (93, "Zstandard"), (98, "PPMd"), (77, "77")])
@pytest.mark.parametrize("packed", [zipped({"a.csv": GOOD}), workbook(SHEET)], ids=["zip", "xlsx"])
def test_a_method_of_packing_that_is_not_read_is_named(packed: bytes, method: int, name: str) -> None:
    refusal = refuse(with_method(packed, method))
    assert (refusal.code, refusal.detail) == ("CONTAINER_METHOD", name)


def named_gzip(name: str) -> bytes:
    """The good extract in gzip, which keeps the name of the file."""
    out = io.BytesIO()
    with gzip.GzipFile(filename=name, mode="wb", fileobj=out, mtime=0) as stream:
        stream.write(GOOD)
    return out.getvalue()


def with_method(packed: bytes, method: int) -> bytes:
    """A ZIP whose last member says that it was packed by another method."""
    changed = bytearray(packed)
    struct.pack_into("<H", changed, packed.rindex(b"PK\x03\x04") + 8, method)
    struct.pack_into("<H", changed, packed.rindex(b"PK\x01\x02") + 10, method)
    return bytes(changed)
