"""Look through a workbook before it is opened: whether it unpacks to more than it may, has a password, or is none.

What its sheets and texts may take is counted while they are read (`tasks.read.sheets.grid`).
"""

import io
import zipfile

from tasks.read.containers.other_formats import other_document
from tasks.read.containers.zip_member import unreadable_member
from tasks.read.limits import ReadLimits
from tasks.refusal import Refusal

CHUNK = 1 << 22
ANY_SIZE = 1 << 60


def unsafe_workbook(data: bytes, *, limits: ReadLimits) -> Refusal | None:
    """Why a workbook is not opened; None when it is safe. Raises what `zipfile` raises over broken archives."""
    room = limits.unpacked
    with open_archive(data) as archive:
        if refusal := other_document(archive.namelist()):
            return refusal
        for member in archive.infolist():
            if refusal := unreadable_member(member):
                return refusal
            with archive.open(member) as stream:
                while chunk := stream.read(min(CHUNK, room + 1)):
                    room -= len(chunk)
                    if room < 0:
                        return Refusal(code="TOO_LARGE")
    return None


def open_archive(data: bytes) -> zipfile.ZipFile:
    """An archive whose members are read to their true ends, whatever sizes it states."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    for member in archive.infolist():
        member.file_size = ANY_SIZE
    return archive
