"""Open what a delivery came in: the kind of table is told from its bytes, never from the file's extension."""

import io
import os
import zipfile
from dataclasses import dataclass
from typing import BinaryIO, Literal

from tasks.read.containers.gunzip import GZIP, gunzip
from tasks.read.containers.member_name import Delivered, contradiction
from tasks.read.containers.other_formats import is_other_archive, other_archive, other_document, other_format
from tasks.read.containers.zip_member import BROKEN, only_member
from tasks.read.limits import ReadLimits
from tasks.read.tables.parquet_table import unsafe_parquet
from tasks.read.tables.workbook_limits import open_archive, unsafe_workbook
from tasks.refusal import Refusal

TableKind = Literal["text", "workbook", "parquet"]
Container = Literal["none", "gzip", "zip"]

PARQUET = b"PAR1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
WORKBOOK_PART = "[Content_Types].xml"


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """The bytes of a table, the container they came in, and how many bytes hung on behind it that were not read."""

    kind: TableKind
    data: bytes
    container: Container
    ignored: int = 0


def unpack(delivery: BinaryIO, *, limits: ReadLimits, delivered: Delivered | None = None) -> Unpacked | Refusal:
    """Read a delivery, at most `limits.unpacked` packed and unpacked; delivered: what its name says, to compare."""
    if delivery.seek(0, os.SEEK_END) > limits.unpacked:
        return Refusal(code="TOO_LARGE")
    delivery.seek(0)
    data = delivery.read()
    if data.startswith(GZIP):
        return _of_gzip(data, limits, delivered)
    if data.startswith(ZIP):
        return _of_zip(data, limits, delivered)
    return other_archive(data) or _table(data, "none", limits)


def _of_gzip(data: bytes, limits: ReadLimits, delivered: Delivered | None) -> Unpacked | Refusal:
    opened = gunzip(data, max_bytes=limits.unpacked)
    if isinstance(opened, Refusal):
        return opened
    return contradiction(opened.name, delivered) or _table(opened.data, "gzip", limits, ignored=opened.ignored)


def _of_zip(data: bytes, limits: ReadLimits, delivered: Delivered | None) -> Unpacked | Refusal:
    try:
        with open_archive(data) as archive:
            names = archive.namelist()
            if WORKBOOK_PART not in names:
                refusal = other_document(names)
                opened = refusal or only_member(archive, max_bytes=limits.unpacked)
                if isinstance(opened, Refusal):
                    return opened
                return contradiction(opened.name, delivered) or _table(opened.data, "zip", limits)
    except BROKEN:
        return Refusal(code="CONTAINER_BROKEN")
    return _workbook(data, "none", limits)


def _table(data: bytes, container: Container, limits: ReadLimits, *, ignored: int = 0) -> Unpacked | Refusal:
    if not data:
        return Refusal(code="EMPTY")
    if data.startswith(PARQUET):
        refusal = unsafe_parquet(data, limits=limits)
        return refusal or Unpacked(kind="parquet", data=data, container=container, ignored=ignored)
    if data.startswith(ZIP) and (found := _document_inside(data)):
        return found if isinstance(found, Refusal) else _workbook(data, container, limits)
    if is_other_archive(data) or data.startswith((GZIP, *ZIP)):
        return Refusal(code="CONTAINER_MEMBERS", detail="arsip di dalam arsip / an archive inside an archive")
    return other_format(data) or Unpacked(kind="text", data=data, container=container, ignored=ignored)


def _document_inside(data: bytes) -> Literal[True] | Refusal | None:
    """Whether a ZIP inside a container is a workbook, or a document of another kind; None where it is an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except BROKEN:
        return None
    return True if WORKBOOK_PART in names else other_document(names)


def _workbook(data: bytes, container: Container, limits: ReadLimits) -> Unpacked | Refusal:
    try:
        refusal = unsafe_workbook(data, limits=limits)
    except BROKEN:
        return Refusal(code="CONTAINER_BROKEN")
    return refusal or Unpacked(kind="workbook", data=data, container=container)
