"""Look through a workbook before it is opened: what it would take to read it, whatever it says about itself.

The reader makes room for every cell between the first and the last one and for every copy of a shared text, and ends
the whole process when there is none: a workbook of 5 KB can ask for half a terabyte.
"""

import io
import re
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasks.read.sheet_extent import CHUNK, spans_too_much
from tasks.states import Refusal

CELL_BYTES = 64  # what a cell between the first and the last takes while a sheet is read
TEXT_BYTES = 24  # what a shared text takes, its letters not counted
ANY_SIZE = 1 << 60
MARK = b"\xef\xbb\xbf"
ENCRYPTED_BIT = 1
OTHER_BOOKS = {"xl/workbook.bin", "content.xml"}  # XLSB and ODS, which the reader would open too

CELL, PREFIXED_CELL = re.compile(rb"<c[\s/>]"), re.compile(rb":c[\s/>]")
ORDINARY_CELL = re.compile(rb'<c r="(?:[A-Z]|A[A-Z]|B[A-H])(?:\d{1,6}|10[0-4]\d{4})"')  # 60 columns, Excel's rows
SHARED_CELL = re.compile(rb"\st\s*=\s*[\"']s[\"']")
SHARED_INDEX = re.compile(SHARED_CELL.pattern + rb"[^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,9})\b")
TEXTS_STATED = re.compile(rb"<(?:\w+:)?sst\b[^>]*>")
STATED_COUNT = re.compile(rb"[cC]ount\s*=\s*[\"']\s*(\d+)")
TEXT_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")


class _Seen(NamedTuple):
    """What one pass over a member tells; texts are shared ones."""

    size: int
    has_odd_cells: bool
    shared_cells: int
    texts: int
    longest_text: int
    texts_stated: int  # for which the reader makes room at once


def unsafe_workbook(data: bytes, *, max_bytes: int) -> Refusal | None:
    """Why a workbook is not opened; None when it is safe. Raises what `zipfile` raises over broken archives."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if OTHER_BOOKS & {name.lower() for name in archive.namelist()}:
            return Refusal(code="NOT_READABLE", detail="XLSB/ODS: simpan sebagai XLSX / save as XLSX")
        found: dict[zipfile.ZipInfo, _Seen] = {}
        room = max_bytes
        for member in archive.infolist():
            if member.flag_bits & ENCRYPTED_BIT:
                return Refusal(code="ENCRYPTED")
            member.file_size = ANY_SIZE  # so that it is read to its true end, whatever size the archive states
            seen = found[member] = _look_through(archive, member, room=room)
            room -= seen.size
            if room < 0:
                return Refusal(code="TOO_LARGE")
            try:
                is_far = seen.has_odd_cells and _is_far(archive, member, max_cells=max_bytes // CELL_BYTES)
            except (ValueError, LookupError):  # markup that is none, an encoding that is none
                return Refusal(code="NOT_READABLE")
            if is_far:
                return Refusal(code="STRAY_CELL")
        stated = max(seen.texts_stated for seen in found.values()) * TEXT_BYTES
        is_large = stated > max_bytes or _text_bytes(archive, found, enough=max_bytes) > max_bytes
        return Refusal(code="TOO_LARGE") if is_large else None


def _look_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, room: int) -> _Seen:
    size = odd = shared = texts = longest = text_begins = stated = 0
    is_markup = False
    for piece in _pieces(archive, member):
        is_markup = is_markup or (size == 0 and piece.removeprefix(MARK).lstrip()[:1] == b"<") or b"sheetData" in piece
        if is_markup:
            odd += len(CELL.findall(piece)) + len(PREFIXED_CELL.findall(piece)) - len(ORDINARY_CELL.findall(piece))
            shared += len(SHARED_CELL.findall(piece))
            for start in TEXTS_STATED.finditer(piece):
                stated = max(stated, *map(int, STATED_COUNT.findall(start[0])), 0)
            for end in TEXT_END.finditer(piece):
                texts, longest, text_begins = texts + 1, max(longest, size + end.end() - text_begins), size + end.end()
        size += len(piece)
        if size > room:
            break
    return _Seen(
        size=size, has_odd_cells=odd != 0, shared_cells=shared, texts=texts, longest_text=longest, texts_stated=stated
    )


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member in pieces that end where a tag begins."""
    kept = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            kept += chunk
            cut = kept.rfind(b"<")
            cut = cut if cut > 0 else len(kept)
            yield kept[:cut]
            kept = kept[cut:]
    yield kept


def _is_far(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, max_cells: int) -> bool:
    with archive.open(member) as sheet:
        return spans_too_much(sheet, max_cells=max_cells)


def _text_bytes(archive: zipfile.ZipFile, found: Mapping[zipfile.ZipInfo, _Seen], *, enough: int) -> int:
    """Bytes of the shared texts of the largest sheet, each as often as a cell shows it; counted only if in doubt."""
    longest = max(seen.longest_text for seen in found.values())
    most = longest * max(seen.shared_cells for seen in found.values())
    if most <= enough:
        return most
    lengths, begin, size = array("Q"), 0, 0
    for piece in _pieces(archive, max(found, key=lambda member: found[member].texts)):
        for end in TEXT_END.finditer(piece):
            lengths.append(size + end.end() - begin)
            begin = size + end.end()
        size += len(piece)
    sums = [0]
    for member, seen in found.items():
        total, told = 0, 0
        for piece in _pieces(archive, member) if seen.shared_cells else ():
            indexes = [int(index) for index in SHARED_INDEX.findall(piece)]
            total += sum(lengths[index] for index in indexes if index < len(lengths))
            told += len(indexes)
        sums.append(total + (seen.shared_cells - told) * longest)
    return max(sums)
