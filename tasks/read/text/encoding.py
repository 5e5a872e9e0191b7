"""Find out the encoding of a text file and turn it into UTF-8."""

import codecs

SAMPLE_BYTES = 1 << 16
CHUNK = 1 << 22
BINARY_SHARE = 0.02
CONTROL_CHARACTERS = bytes(set(range(32)) - set(b"\t\n\f\r"))


def decode(data: bytes) -> tuple[str, bytes]:
    """The encoding of text, and the text as UTF-8 without byte order mark and with LF line ends."""
    encoding = find_encoding(data)
    text = data.removeprefix(codecs.BOM_UTF8)
    if encoding not in {"utf-8", "utf-8-sig"}:
        text = text.decode(encoding, errors="replace").encode()
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return encoding, text


def find_encoding(data: bytes) -> str:
    """UTF-16 by its mark or its zero bytes, UTF-8 if the bytes are that, else windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:SAMPLE_BYTES]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    if not (data.isascii() or _is_utf8(data)):
        return "windows-1252"
    return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(view), CHUNK):
            decoder.decode(view[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def is_binary(text: bytes) -> bool:
    """Whether what was decoded is no text: more than a few control characters at its beginning."""
    head = text[:SAMPLE_BYTES]
    control = len(head) - len(head.translate(None, delete=CONTROL_CHARACTERS))
    return control > BINARY_SHARE * len(head)
