"""The one member of a ZIP that is a table; what systems put beside it by themselves is passed over."""

import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from tasks.refusal import Refusal

BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ValueError, OSError, EOFError, RuntimeError)
ENCRYPTED_BIT = 1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
METHOD_NAMES = {1: "Shrink", 6: "Implode", 9: "Deflate64", 93: "Zstandard", 95: "XZ", 98: "PPMd", 99: "AES"}
FOLDER_OF_MACS = "__MACOSX"
BESIDE = re.compile(r"\.DS_Store|\._.*|Thumbs\.db|ehthumbs\.db|desktop\.ini|~\$.*|\.~lock\..*#", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ZipMember:
    """The bytes of a member, and its name."""

    data: bytes
    name: str


def only_member(archive: zipfile.ZipFile, *, max_bytes: int) -> ZipMember | Refusal:
    """The member that is not put there by a system; refused where there are several, or folders."""
    try:
        members = [member for member in archive.infolist() if not _is_beside(member.filename)]
        if len(members) != 1 or set(members[0].filename) & {"/", "\\"}:
            return Refusal(code="CONTAINER_MEMBERS")
        if refusal := unreadable_member(members[0]):
            return refusal
        with archive.open(members[0]) as stream:
            data = stream.read(max_bytes + 1)
    except BROKEN:
        return Refusal(code="CONTAINER_BROKEN")
    return Refusal(code="TOO_LARGE") if len(data) > max_bytes else ZipMember(data=data, name=members[0].filename)


def unreadable_member(member: zipfile.ZipInfo) -> Refusal | None:
    """Why a member cannot be unpacked: a password, or a method that is not read; None when it can."""
    if member.flag_bits & ENCRYPTED_BIT:
        return Refusal(code="ENCRYPTED")
    if member.compress_type not in METHODS:
        return Refusal(
            code="CONTAINER_METHOD", detail=METHOD_NAMES.get(member.compress_type, str(member.compress_type))
        )
    return None


def _is_beside(name: str) -> bool:
    """Whether a member is no file of anyone's: macOS, Windows and office programs add such."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == FOLDER_OF_MACS or BESIDE.fullmatch(parts[-1]) is not None
