"""Text whose lines are not all in one encoding: each line is read as what it is."""

import codecs

import pytest

from tasks.read.text.encoding import MIXED, decode
from tests.unit.read.extracts import GOOD, NIKS, accept, left_out, niks, text

ALL = {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}
NAMES = ("José", "Ñandú", "Façade")
UTF8, ANSI = "utf-8", "windows-1252"


def mixed(*encodings: str) -> bytes:
    """Lines of one name each, in the encodings given."""
    return b"".join(f"{name};x\n".encode(encoding) for name, encoding in zip(NAMES, encodings, strict=True))


class TestLinesOfSeveralEncodings:
    @pytest.mark.parametrize(
        ("encodings", "told"),
        [
            ((UTF8, UTF8, UTF8), "utf-8"),
            ((ANSI, ANSI, ANSI), "windows-1252"),
            ((UTF8, ANSI, UTF8), MIXED),
            ((ANSI, UTF8, ANSI), MIXED),
        ],
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_are_each_read_in_their_own(self, encodings: tuple[str, ...], told: str, end: str) -> None:
        data = mixed(*encodings).replace(b"\n", end.encode())
        assert decode(data) == (told, "".join(f"{name};x\n" for name in NAMES).encode())

    def test_far_apart_in_a_large_text_are_too(self) -> None:
        plain = b"biasa;x\n" * 20_000
        encoding, found = decode(plain + "José\n".encode() + plain + "José\n".encode(ANSI) + plain)
        assert encoding == MIXED
        assert found.decode() == ("biasa;x\n" * 20_000 + "José\n") * 2 + "biasa;x\n" * 20_000

    def test_hold_the_same_people(self) -> None:
        data = GOOD.replace(b"Orang 1", "José".encode()).replace(b"Orang 2", "José".encode(ANSI))
        extract = accept(data)
        assert niks(extract) == ALL
        assert extract.facts["encoding"] == MIXED

    def test_a_sign_cut_in_half_at_the_end_harms_no_earlier_line(self) -> None:
        encoding, found = decode("José\nJosé".encode()[:-1])
        assert (encoding, found.decode()) == (MIXED, "José\nJosÃ")

    def test_bytes_that_windows_1252_lacks_are_replaced(self) -> None:
        assert decode(b"a\x81\xe9\n") == ("windows-1252", "a\ufffdé\n".encode())


class TestMarks:
    def test_of_a_second_file_in_the_middle_are_no_part_of_its_header_or_cells(self) -> None:
        extract = accept(codecs.BOM_UTF8 + GOOD + codecs.BOM_UTF8 + GOOD)
        assert list(niks(extract).values()) == [*NIKS, *NIKS]
        assert left_out(extract) == {"header_again": [5]}
        rows = "".join(text().splitlines(keepends=True)[1:]).encode()
        assert list(niks(accept(GOOD + codecs.BOM_UTF8 + rows)).values()) == [*NIKS, *NIKS]

    def test_of_utf_16_in_the_middle_are_none_either(self) -> None:
        part = text().encode("utf-16")
        assert list(niks(accept(part + part)).values()) == [*NIKS, *NIKS]

    @pytest.mark.parametrize("encoding", ["utf-32", "utf-16"])
    def test_say_what_the_text_is(self, encoding: str) -> None:
        extract = accept(text().encode(encoding))
        assert niks(extract) == ALL
        assert extract.facts["encoding"] == encoding
