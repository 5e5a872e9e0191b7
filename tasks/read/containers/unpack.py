"""Open what a delivery came in: the kind of table is told from its bytes, never from the file's extension."""

import gzip
import io
import lzma
import os
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO, Literal

from tasks.read.limits import ReadLimits
from tasks.read.tables.parquet_table import unsafe_parquet
from tasks.read.tables.workbook_limits import ANY_SIZE, unsafe_workbook
from tasks.refusal import Refusal

TableKind = Literal["text", "workbook", "parquet"]
Container = Literal["none", "gzip", "zip"]
CHUNK = 1 << 22

GZIP, PARQUET, OLE = b"\x1f\x8b", b"PAR1", b"\xd0\xcf\x11\xe0"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")

OTHER_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")

BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ValueError, OSError, EOFError, RuntimeError)


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """The bytes of a table, and the container they came in."""

    kind: TableKind
    data: bytes
    container: Container


def unpack(delivery: BinaryIO, *, limits: ReadLimits) -> Unpacked | Refusal:
    """Read a delivery, at most `limits.unpacked` packed and unpacked."""
    if delivery.seek(0, os.SEEK_END) > limits.unpacked:
        return Refusal(code="TOO_LARGE")
    delivery.seek(0)
    data = delivery.read()
    if data.startswith(GZIP):
        opened = _gunzip(data, limits.unpacked)
        return opened if isinstance(opened, Refusal) else _table(opened, "gzip", limits)
    if data.startswith(ZIP) and not _is_workbook(data):
        opened = _only_member(data, limits.unpacked)
        return opened if isinstance(opened, Refusal) else _table(opened, "zip", limits)
    return _table(data, "none", limits)


def _table(data: bytes, container: Container, limits: ReadLimits) -> Unpacked | Refusal:
    if not data:
        return Refusal(code="EMPTY")
    if data.startswith(OLE):
        return Refusal(code="ENCRYPTED")
    if data.startswith(PARQUET):
        refusal = unsafe_parquet(data, limits=limits)
        return refusal or Unpacked(kind="parquet", data=data, container=container)
    if data.startswith(OTHER_ARCHIVES) or (data.startswith((GZIP, *ZIP)) and not _is_workbook(data)):
        return Refusal(code="CONTAINER_MEMBERS", detail="arsip di dalam arsip / an archive inside an archive")
    if data.startswith(ZIP):
        return _workbook(data, container, limits)
    return Unpacked(kind="text", data=data, container=container)


def _workbook(data: bytes, container: Container, limits: ReadLimits) -> Unpacked | Refusal:
    try:
        refusal = unsafe_workbook(data, limits=limits)
    except BROKEN:
        return Refusal(code="CONTAINER_BROKEN")
    return refusal or Unpacked(kind="workbook", data=data, container=container)


def _gunzip(data: bytes, max_bytes: int) -> bytes | Refusal:
    pieces: list[bytes] = []
    size = 0
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            while piece := stream.read(CHUNK):
                size += len(piece)
                if size > max_bytes:
                    return Refusal(code="TOO_LARGE")
                pieces.append(piece)
    except BROKEN:
        return Refusal(code="CONTAINER_BROKEN")
    return b"".join(pieces)


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except BROKEN:
        return False


def _only_member(data: bytes, max_bytes: int) -> bytes | Refusal:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) != 1 or set(members[0].filename) & {"/", "\\"}:
                return Refusal(code="CONTAINER_MEMBERS")
            if members[0].flag_bits & 1:
                return Refusal(code="ENCRYPTED")
            members[0].file_size = ANY_SIZE  # so that it is read to its true end
            with archive.open(members[0]) as stream:
                unpacked = stream.read(max_bytes + 1)
    except BROKEN:
        return Refusal(code="CONTAINER_BROKEN")
    return Refusal(code="TOO_LARGE") if len(unpacked) > max_bytes else unpacked
