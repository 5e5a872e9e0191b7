"""Files with quotes strewn at random: every line is read or told, under the file's own numbers."""

import csv
import io
import random
from dataclasses import dataclass
from itertools import pairwise

import pytest

from tasks.refusal import Refusal
from tasks.states import Extract
from tests.unit.read.extracts import HEADERS, read

A_FEW, MANY = range(150), range(150, 3150)
SURE_NAME = "sure"


@dataclass(frozen=True)
class Strewn:
    """A file of numbered people, some lines of which got quotes; `untouched` lines are far from any."""

    data: bytes
    lines: list[str]
    quoted: list[int]


def person(number: int) -> list[str]:
    return [
        f"72050117089{number // 100:01d}{number % 100 + 1:04d}",
        f"{number:011d}",
        "Orang",
        "PU",
        "01/03/2020",
        "2025-12",
    ]


def strewn(dice: random.Random) -> Strewn:
    delimiter = dice.choice(";,\t|")
    around_all = dice.random() < 0.3
    lines = []
    for number in range(dice.randrange(3, 60)):
        cells = person(number)
        if dice.random() < 0.1:
            cells[2] = dice.choice(['"A"', f'"A{delimiter}B"', '"A""B"', '"A\nB"', f'"A\n{delimiter}B\nC"', '"PT" A'])
        elif around_all:
            cells = [f'"{cell}"' for cell in cells]
        lines.append(delimiter.join(cells))
    body = list("\n".join(lines) + "\n")
    for _ in range(dice.choice((0, 1, 1, 2, 3, 8))):
        body.insert(dice.randrange(len(body)), dice.choice(('"', '"', '"', '""', '"\n', '\n"')))
    written = "".join(body)
    data = delimiter.join(HEADERS) + "\n" + written
    split = written.removesuffix("\n").split("\n")
    return Strewn(data=data.encode(), lines=split, quoted=[n for n, line in enumerate(split) if '"' in line])


def told(found: Extract) -> int:
    return sum(one["count"] for one in found.facts["left_out"])


def assert_every_line_is_read_or_told(seed: int) -> None:
    """Compare with the lines themselves: one without a quote is a record of its own, unless a cell goes on in it."""
    file = strewn(random.Random(seed))
    found = read(file.data)
    if isinstance(found, Refusal):
        assert found.code in {"NO_ROWS", "SECOND_TABLE", "ROWS_ABOVE_HEADER"}, seed
        return
    records = found.frame.height + told(found)
    assert records <= len(file.lines), seed
    joined = len(file.lines) - records
    odd = sum(line.count('"') % 2 for line in file.lines)
    assert joined == 0 or odd >= 2, seed
    niks = found.frame["nik"].to_list()
    within = {n for first, last in pairs(file) for n in range(first, last + 1)}
    for number, line in enumerate(file.lines):
        cells = line.split(file.data[3:4].decode())
        is_plain = '"' not in line and len(cells) == len(HEADERS) and len(cells[0]) == 16 and cells[0].isdigit()
        if is_plain and number not in within:
            assert cells[0] in niks, (seed, number)
    if odd == 0:  # every line ends where it ends
        assert records == len(file.lines), seed
        whole = next(csv.reader(io.StringIO(file.lines[0]), delimiter=file.data[3:4].decode()), [])
        first_row = found.frame["row_no"][0]
        assert first_row == 2 or not whole or len(whole) < len(HEADERS), seed


def pairs(file: Strewn) -> list[tuple[int, int]]:
    """Lines between which a cell may go on: from an odd line to the next, when neither is a person's whole line."""
    odd = [n for n, line in enumerate(file.lines) if line.count('"') % 2]
    delimiter = file.data[3:4].decode()
    return [
        (first, last)
        for first, last in pairwise(odd)
        if not any(file.lines[n].count(delimiter) == len(HEADERS) - 1 for n in range(first + 1, last))
    ]


@pytest.mark.parametrize("seed", A_FEW)
def test_every_line_of_a_file_with_stray_quotes_is_read_or_told(seed: int) -> None:
    assert_every_line_is_read_or_told(seed)


@pytest.mark.nightly
def test_every_line_of_three_thousand_files_with_stray_quotes_is_read_or_told() -> None:
    for seed in MANY:
        assert_every_line_is_read_or_told(seed)
