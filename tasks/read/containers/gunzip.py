"""Unpack gzip: several parts one after the other, padding between them, and what hangs on behind the last one."""

import zlib
from dataclasses import dataclass

from tasks.refusal import Refusal

GZIP = b"\x1f\x8b"
AS_GZIP = 16 + zlib.MAX_WBITS
CHUNK = 1 << 16  # packed bytes at a time: they unpack to a thousand times as many at most
HAS_EXTRA, HAS_NAME = 4, 8
HEADER = 10
LONGEST_NAME = 1_000


@dataclass(frozen=True, kw_only=True)
class Gunzipped:
    """data: what the parts unpack to. name: of the packed file, as its first part says. ignored: bytes behind."""

    data: bytes
    name: str
    ignored: int


def gunzip(packed: bytes, *, max_bytes: int) -> Gunzipped | Refusal:
    """All parts, each with the right checksum; bytes behind them that are no gzip are left out."""
    pieces: list[bytes] = []
    size = at = 0
    while packed.startswith(GZIP, at):
        unpacker = zlib.decompressobj(wbits=AS_GZIP)
        while not unpacker.eof:
            chunk = packed[at : at + CHUNK]
            if not chunk:
                return Refusal(code="CONTAINER_BROKEN")
            try:
                piece = unpacker.decompress(chunk)
            except zlib.error:
                return Refusal(code="CONTAINER_BROKEN")
            at += len(chunk) - len(unpacker.unused_data)
            size += len(piece)
            if size > max_bytes:
                return Refusal(code="TOO_LARGE")
            pieces.append(piece)
        while packed.startswith(b"\0", at):
            at += 1
    return Gunzipped(data=b"".join(pieces), name=_stated_name(packed), ignored=len(packed) - at)


def _stated_name(packed: bytes) -> str:
    """The file name in the header of the first part; empty where there is none."""
    flags, at = packed[3], HEADER
    if not flags & HAS_NAME:
        return ""
    if flags & HAS_EXTRA:
        at += 2 + int.from_bytes(packed[at : at + 2], "little")
    end = packed.find(b"\0", at, at + LONGEST_NAME)
    return packed[at:end].decode("latin-1") if end > 0 else ""
