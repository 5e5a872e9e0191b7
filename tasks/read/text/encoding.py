"""Find out the encoding of a text file and turn it into UTF-8; each line may have its own."""

import codecs
import re
from collections.abc import Iterator

SAMPLE_BYTES = 1 << 16
CHUNK = 1 << 22
PIECE = 1 << 16
BINARY_SHARE = 0.02
CONTROL_CHARACTERS = bytes(set(range(32)) - set(b"\t\n\f\r"))
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SINGLE_BYTES = re.compile(rb"[^\x00]{60}")
MIXED = "utf-8 + windows-1252"


def decode(data: bytes) -> tuple[str, bytes]:
    """The encoding of text, and the text as UTF-8 without byte order mark and with LF line ends."""
    encoding = find_encoding(data)
    if encoding.startswith(("utf-16", "utf-32")):
        return encoding, _lf(data.decode(encoding, errors="replace").encode())
    text = _lf(data.removeprefix(codecs.BOM_UTF8))
    if encoding == "windows-1252":
        pieces = list(_decoded_pieces(text))
        text = b"".join(piece for piece, _ in pieces)
        encoding = MIXED if any(has_utf8 for _, has_utf8 in pieces) else encoding
    return encoding, text


def find_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32 by its mark, UTF-16 by its zero bytes, UTF-8 if the bytes are that, else windows-1252."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:SAMPLE_BYTES]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    if not (data.isascii() or _is_utf8(data)):
        return "windows-1252"
    return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"


def _lf(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text


def _decoded_pieces(text: bytes) -> Iterator[tuple[bytes, bool]]:
    """Pieces of whole lines as UTF-8, and whether they held a sign in it; only lines that are none are windows-1252."""
    start = 0
    while start < len(text):
        end = text.find(b"\n", start + PIECE) + 1 or len(text)
        piece = text[start:end]
        start = end
        if piece.isascii():
            yield piece, False
        elif _is_utf8(piece):
            yield piece, True
        else:
            lines = [(line, line.isascii(), _is_utf8(line)) for line in piece.split(b"\n")]
            decoded = [
                line if as_utf8 else line.decode("windows-1252", errors="replace").encode()
                for line, _, as_utf8 in lines
            ]
            yield b"\n".join(decoded), any(as_utf8 and not is_ascii for _, is_ascii, as_utf8 in lines)


def _is_utf8(data: bytes) -> bool:
    if len(data) <= CHUNK:
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(view), CHUNK):
            decoder.decode(view[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def changes_to_single_bytes(data: bytes, encoding: str) -> bool:
    """Whether text in UTF-16 goes on in an encoding of one byte a letter, as a program writes that appends to it.

    Every Latin letter of UTF-16 has a zero byte, and no cell of an extract has thirty other letters in a row.
    """
    return encoding.startswith("utf-16") and SINGLE_BYTES.search(data) is not None


def is_binary(text: bytes) -> bool:
    """Whether what was decoded is no text: more than a few control characters at its beginning."""
    head = text[:SAMPLE_BYTES]
    control = len(head) - len(head.translate(None, delete=CONTROL_CHARACTERS))
    return control > BINARY_SHARE * len(head)
