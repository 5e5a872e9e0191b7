"""Read NIKs as an operator gives them, and derive the spellings to search for in delivered files."""

import re
from collections.abc import Collection, Sequence

from warehouse.errors import OperatorError

NIK_SHAPE = re.compile(r"[0-9]{16}")
HIDDEN_NIK = re.compile(r"(?<![0-9])[0-9](?:[ .\-/]?[0-9]){15}(?![0-9])")
# What the reader drops between digits, byte by byte in UTF-8, windows-1252 and UTF-16 (whose zero bytes stand between):
# signs, and whatever is no ASCII, since it may be invisible.
SIGNS = rb"[\x00\x0b\x0c\x0e\x0f\x19 .,'`\-\x80-\xff]{0,9}"


class NotANik(OperatorError):
    """What was given is no NIK; the message tells the line, never the text."""


def read_niks(lines: Sequence[str]) -> tuple[str, ...]:
    """One NIK a line, each once, blank lines left out; raises `NotANik`."""
    niks: dict[str, None] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text and not NIK_SHAPE.fullmatch(text):
            raise NotANik(f"Line {number} of standard input is not a NIK of 16 digits: nothing was changed.")
        if text:
            niks[text] = None
    if not niks:
        raise NotANik("No NIK was given on standard input: give one a line, for example from a private file.")
    return tuple(niks)


def holds_nik(text: str) -> bool:
    """Whether a text that is to be kept holds what may be a NIK."""
    return HIDDEN_NIK.search(text) is not None


def nik_pattern(niks: Collection[str]) -> re.Pattern[bytes]:
    """Finds any of these NIKs in the bytes of a file, in every writing that the reader understands.

    Also as a spreadsheet spoils it, with its last digit 0: such a file holds the person's row all the same. Another
    person may be found for that; files are then deleted that need not be, never the other way round.
    """
    written = (SIGNS.join([*map(_digit, nik[:-1]), b"(?:%b|%b)" % (_digit(nik[-1]), _digit("0"))]) for nik in niks)
    return re.compile(rb"(?<![0-9])(?:" + b"|".join(written) + rb")(?![0-9])")


def _digit(digit: str) -> bytes:
    """A digit, also the last byte of a wide one in UTF-8, whose other bytes count as signs."""
    wide = bytes([0x90 + int(digit)])
    return b"[0Oo%b]" % wide if digit == "0" else b"[%b%b]" % (digit.encode(), wide)
