"""Small files that ask for much are refused, within little memory; what only looks like one is read."""

import gzip
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tasks.read.isolated.readers import BY_LIMITS, read_apart
from tasks.refusal import Refusal
from tests.unit.read.bombs import (
    BOMBS,
    SHEET,
    STRINGS,
    changed,
    lying,
    repeated_text,
    with_cell,
    with_rows,
)
from tests.unit.read.extracts import GOOD, HEADERS, NIKS, ROWS, accept, niks, refuse, unzipped, workbook, zipped

ALL = {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}
STRAY = {name: "STRAY_CELL" for name in BOMBS if "cell" in name or "column" in name or "row beyond" in name}
CODES = (
    dict.fromkeys(BOMBS, "TOO_LARGE")
    | STRAY
    | {
        "one text in many cells": "TOO_LARGE",
        "texts stated behind blanks": "NOT_READABLE",  # no room is made for them, and cells lack theirs
    }
)
MEMORY = 300_000_000  # bytes that reading may add to what the process has when it begins
IN_A_CHILD = f"""
import resource
from tests.unit.read.bombs import BOMBS
from tests.unit.read.extracts import GOOD, accept, refuse
bombs = {{name: make() for name, make in BOMBS.items()}}
accept(GOOD)
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + {MEMORY},) * 2)
for name, data in bombs.items():
    print(name, refuse(data).code, sep=";", flush=True)
"""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str]:
    """What became of each, in a process that may take little more memory than it had when it began."""
    child = subprocess.run([sys.executable, "-c", IN_A_CHILD], capture_output=True, text=True, check=False, timeout=120)
    return dict(line.split(";") for line in child.stdout.splitlines())


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_little_memory(name: str, outcomes: dict[str, str]) -> None:
    assert outcomes.get(name) == CODES[name]


class TestWorkbooksThatOnlyLookDangerous:
    def test_an_empty_far_cell_is_no_cell(self) -> None:
        assert niks(accept(with_rows(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'))) == ALL

    def test_many_columns_of_few_rows(self) -> None:
        assert list(niks(accept(with_cell("ZZ5")))) == [2, 3, 4]

    def test_a_long_text_alone_in_a_row(self) -> None:
        assert list(niks(accept(repeated_text(1, 2_000_000)))) == [2, 3, 4]

    def test_another_sheet_that_spans_much_refuses_too(self) -> None:
        sheets: dict[str, list[Sequence[object]]] = {"Data": [HEADERS, *ROWS], "Lain": [[1]]}
        far = b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"
        parts = unzipped(workbook(sheets))
        parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b"</sheetData>", far)
        assert refuse(zipped(parts)).code == "STRAY_CELL"

    def test_a_part_that_is_no_sheet_of_the_workbook_is_not_looked_at(self) -> None:
        sheet = b"<worksheet><sheetData><row><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>"
        assert niks(accept(changed({}, {"xl/worksheets/sheet2.xml": sheet}))) == ALL

    def test_links_to_other_files_are_not_followed(self) -> None:
        link = b'<externalLink xmlns:r="r"><externalBook r:id="rId1"/></externalLink>'
        target = b'<Relationships><Relationship Id="rId1" Target="file:///etc/passwd"/></Relationships>'
        parts = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": target}
        assert niks(accept(changed({}, parts))) == ALL

    @pytest.mark.parametrize("entity", [b'"&b;&b;&b;&b;"', b'SYSTEM "file:///etc/passwd"'])
    def test_entities_are_not_expanded(self, entity: bytes) -> None:
        declared = b'?><!DOCTYPE x [<!ENTITY b "bbbbbbbb"><!ENTITY a ' + entity + b">]>"
        edited = changed(
            {"xl/sharedStrings.xml": lambda part: part.replace(b"?>", declared, 1).replace(b">PU<", b">&a;<")}
        )
        assert refuse(edited).code == "NOT_READABLE"

    @pytest.mark.parametrize("name", ["xl/workbook.bin", "content.xml"])
    def test_of_other_kinds_are_told_apart(self, name: str) -> None:
        refusal = refuse(changed({}, {name: b"x"}))
        assert (refusal.code, "XLSX" in refusal.detail) == ("FORMAT_OTHER", True)

    def test_odd_markup_that_is_broken(self) -> None:
        assert refuse(with_rows(b"<x:c ")).code == "NOT_READABLE"

    def test_a_picture_is_not_taken_for_markup(self) -> None:
        assert niks(accept(changed({}, {"xl/media/image1.png": b"\x89PNG <c r=1 <c "}))) == ALL


def test_a_member_that_states_another_size_is_read_to_its_end() -> None:
    packed = lying(zipped({"a.csv": GOOD}), "a.csv", size=GOOD.index(NIKS[1].encode()))
    found = refuse(packed)
    assert found.code == "CONTAINER_BROKEN"


@pytest.mark.parametrize(
    ("good", "bad"),
    [(b'uniqueCount="', b'uniqueCount="4294967296" x="'), (b' count="', b" count = '99999999999999999999' x=\"")],
)
def test_no_room_is_made_for_texts_that_are_only_stated(good: bytes, bad: bytes) -> None:
    data = changed({STRINGS: lambda content: content.replace(good, bad, 1)})
    assert data != changed({})
    assert niks(accept(data)) == ALL


@pytest.mark.parametrize(
    ("part", "good", "bad", "code"),
    [
        ("xl/worksheets/sheet1.xml", b' r="B2"', b' r="B9223372036854775807"', "STRAY_CELL"),
        ("xl/worksheets/sheet1.xml", b' r="B2"', b' r="B411078663471303386128"', "STRAY_CELL"),
    ],
)
def test_numbers_in_a_workbook_that_would_end_the_process(part: str, good: bytes, bad: bytes, code: str) -> None:
    """Each of them made the reader ask for more memory than there is, which aborts the interpreter."""
    data = changed({part: lambda content: content.replace(good, bad, 1)})
    assert data != changed({})
    assert refuse(data).code == code


@pytest.mark.parametrize(
    "content",
    [
        ("x" * 999 + ";") * 60_000,  # an expression that looks at a cell from each of its signs never ends
        ("x" * 999 + "\n") * 60_000,
        "<sst " * 200_000,
        ' t="s"' * 500_000,
    ],
    ids=["long cells", "long lines", "tags that are never closed", "attributes without a tag"],
)
def test_no_text_takes_time_out_of_proportion(content: str, tmp_path: Path) -> None:
    """The limit of processor time would refuse it by another code."""
    plain, book = tmp_path / "text", tmp_path / "book"
    plain.write_bytes(gzip.compress(content.encode()))
    book.write_bytes(
        changed({STRINGS: lambda part: part + content.encode(), SHEET: lambda part: part + content.encode()})
    )
    for place in (plain, book):
        found = read_apart(place, feed="enrolment", position_date="2025-12-31", max_bytes=10**9)
        assert not isinstance(found, Refusal) or found.code != BY_LIMITS


def test_an_encoding_that_is_none() -> None:
    """The parser knows encodings by name and raises another error for names it does not know."""
    odd = b'<row r="5"><c s="0" r="A5"><v>1</v></c></row></sheetData>'
    data = changed(
        {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"UTF-8", b"UTF-0").replace(b"</sheetData>", odd)}
    )
    assert refuse(data).code == "NOT_READABLE"
