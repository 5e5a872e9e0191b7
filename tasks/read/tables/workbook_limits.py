"""Look through a workbook before it is opened: what it would take to read it, whatever it says about itself.

The reader makes room for every cell between the first and the last one and for every copy of a shared text: a workbook
of 5 KB can ask for half a terabyte. No expression here looks at a byte more than a fixed number of times.
"""

import io
import re
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasks.read.limits import ReadLimits
from tasks.read.tables.sheet_extent import CHUNK, cells_spanned
from tasks.refusal import Refusal

MOST_SHEETS = 256
TEXT_BYTES = 24  # what a shared text takes, its letters not counted
ANY_SIZE = 1 << 60
MARK = b"\xef\xbb\xbf"
ENCRYPTED_BIT = 1
OTHER_BOOKS = {"xl/workbook.bin", "content.xml"}  # XLSB and ODS, which the reader would open too

CELL, PREFIXED_CELL = re.compile(rb"<c[\s/>]"), re.compile(rb":c[\s/>]")
ORDINARY_COLUMNS = 60
ORDINARY_CELL = re.compile(rb'<c r="(?:[A-Z]|A[A-Z]|B[A-H])(\d{1,6}|10[0-4]\d{4})"')  # 60 columns, Excel's rows
SHARED_CELL = re.compile(rb"\st\s{0,99}=\s{0,99}[\"']s[\"']")
SHARED_INDEX = re.compile(SHARED_CELL.pattern + rb"[^<>]{0,99}>\s{0,9}<(?:\w{1,9}:)?v[^<>]{0,99}>\s{0,9}(\d{1,9})\b")
TEXTS_STATED = re.compile(rb"<(?:\w{1,99}:)?sst\b[^<>]*")
STATED_COUNT = re.compile(rb"[cC]ount\s{0,99}=\s{0,99}[\"']\s{0,99}(\d{1,99})")
TEXT_END = re.compile(rb"</(?:\w{1,99}:)?si\s{0,99}>|<(?:\w{1,99}:)?si\s{0,99}/>")


class _Seen(NamedTuple):
    """What one pass over a member tells; texts are shared ones."""

    size: int
    has_odd_cells: bool
    last_row: int  # of the ordinary cells
    shared_cells: int
    texts: int
    longest_text: int
    texts_stated: int  # for which the reader makes room at once


def unsafe_workbook(data: bytes, *, limits: ReadLimits) -> Refusal | None:
    """Why a workbook is not opened; None when it is safe. Raises what `zipfile` raises over broken archives."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if OTHER_BOOKS & {name.lower() for name in archive.namelist()}:
            return Refusal(code="NOT_READABLE", detail="XLSB/ODS: simpan sebagai XLSX / save as XLSX")
        found: dict[zipfile.ZipInfo, _Seen] = {}
        room = limits.unpacked
        for member in archive.infolist():
            if member.flag_bits & ENCRYPTED_BIT:
                return Refusal(code="ENCRYPTED")
            member.file_size = ANY_SIZE  # so that it is read to its true end, whatever size the archive states
            seen = found[member] = _look_through(archive, member, room=room)
            room -= seen.size
            if room < 0:
                return Refusal(code="TOO_LARGE")
        try:
            refusal = _unsafe_sheets(archive, found, limits=limits)
        except (ValueError, LookupError):  # markup that is none, an encoding that is none
            return Refusal(code="NOT_READABLE")
        return refusal or _unsafe_texts(archive, found, enough=min(limits.unpacked, limits.memory))


def _unsafe_sheets(
    archive: zipfile.ZipFile, found: Mapping[zipfile.ZipInfo, _Seen], *, limits: ReadLimits
) -> Refusal | None:
    """Too many sheets, or too many cells between the first and the last ones, all sheets together."""
    sheets = {member: seen for member, seen in found.items() if seen.last_row or seen.has_odd_cells}
    if len(sheets) > MOST_SHEETS:
        return Refusal(code="TOO_LARGE", detail=f"> {MOST_SHEETS} lembar / sheets")
    at_most = sum(seen.last_row * ORDINARY_COLUMNS for seen in sheets.values())
    in_doubt = sheets if at_most > limits.sheet_cells else [one for one, seen in sheets.items() if seen.has_odd_cells]
    cells = 0
    for member in in_doubt:
        with archive.open(member) as sheet:
            cells += cells_spanned(sheet, enough=limits.sheet_cells - cells)
        if cells > limits.sheet_cells:
            return Refusal(code="STRAY_CELL")
    return None


def _unsafe_texts(archive: zipfile.ZipFile, found: Mapping[zipfile.ZipInfo, _Seen], *, enough: int) -> Refusal | None:
    """More texts stated than there is room for, or one text that stands for many."""
    stated = max((seen.texts_stated for seen in found.values()), default=0) * TEXT_BYTES
    is_large = stated > enough or _text_bytes(archive, found, enough=enough) > enough
    return Refusal(code="TOO_LARGE") if is_large else None


def _look_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, room: int) -> _Seen:
    size = odd = last_row = shared = texts = longest = text_begins = stated = 0
    first_sign = b""
    for piece in _pieces(archive, member):
        first_sign = first_sign or piece.removeprefix(MARK if size == 0 else b"").lstrip()[:1]
        if first_sign == b"<" or b"sheetData" in piece:
            rows = ORDINARY_CELL.findall(piece)
            odd += len(CELL.findall(piece)) + len(PREFIXED_CELL.findall(piece)) - len(rows)
            last_row = max(last_row, *map(int, set(rows)), 0)
            shared += len(SHARED_CELL.findall(piece))
            for start in TEXTS_STATED.finditer(piece):
                stated = max(stated, *map(int, STATED_COUNT.findall(start[0])), 0)
            for end in TEXT_END.finditer(piece):
                texts, longest, text_begins = texts + 1, max(longest, size + end.end() - text_begins), size + end.end()
        size += len(piece)
        if size > room:
            break
    return _Seen(
        size=size,
        has_odd_cells=odd != 0,
        last_row=last_row,
        shared_cells=shared,
        texts=texts,
        longest_text=longest,
        texts_stated=stated,
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


def _text_bytes(archive: zipfile.ZipFile, found: Mapping[zipfile.ZipInfo, _Seen], *, enough: int) -> int:
    """Bytes of the shared texts of the largest sheet, each as often as a cell shows it; counted only if in doubt."""
    longest = max((seen.longest_text for seen in found.values()), default=0)
    most = longest * max((seen.shared_cells for seen in found.values()), default=0)
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
