"""Compare the lines of a table with each other: repeated figures, ranks, regions and their parts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from tasks.operations.audit.finding import Finding, finding
from tasks.operations.audit.table import Line

ABOVE = {"regency": "province", "province": "national"}
PROVINCE_DIGITS = 2


def conflicts(lines: Sequence[Line]) -> Iterator[Finding]:
    """Two rates of the same figure on the same day that differ by more than their rounding."""
    same: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if "pct" in line.numbers and line.texts["as_of"]:
            same[line.texts["region_code"], line.texts["region"], line.texts["as_of"]].append(line)
    for first, *others in same.values():
        for other in others:
            one, two = first.numbers["pct"], other.numbers["pct"]
            if abs(one.value - two.value) > max(one.step, two.step) / 2:
                yield finding(
                    other,
                    "CONFLICT",
                    "{two}, tetapi baris {first} menyebut {one} untuk tanggal yang sama",
                    "{two}, but line {first} says {one} for the same day",
                    two=two.value,
                    one=one.value,
                    first=Decimal(first.number),
                )


def ranks(lines: Sequence[Line]) -> Iterator[Finding]:
    """Check ranks: of two regions of a level on a day, the better ranked may not have the lower rate."""
    groups: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if {"rank", "pct"} <= line.numbers.keys():
            parent = _province_of(line) if line.texts["level"] == "regency" else ""
            groups[line.texts["level"], line.texts["as_of"], parent].append(line)
    for group in groups.values():
        ordered = sorted(group, key=lambda line: line.numbers["rank"].value)
        for better, worse in pairwise(ordered):
            if worse.numbers["pct"].value > better.numbers["pct"].value:
                yield finding(
                    worse,
                    "RANK",
                    "peringkat {rank} dengan {pct}, di bawah baris {better} dengan {more}",
                    "rank {rank} with {pct}, below line {better} with {more}",
                    rank=worse.get("rank"),
                    pct=worse.get("pct"),
                    better=Decimal(better.number),
                    more=better.get("pct"),
                )


def wholes(lines: Sequence[Line]) -> Iterator[Finding]:
    """A region may not count fewer than the regions of the same day that lie in it, one by one or together."""
    for whole in lines:
        inside = [line for line in lines if _lies_in(line, whole)]
        for name in ("numerator", "denominator"):
            parts = [line for line in inside if name in line.numbers]
            if name not in whole.numbers or not parts:
                continue
            most = whole.numbers[name]
            largest = max(parts, key=lambda line: line.numbers[name].value)
            summed = sum((line.numbers[name].low for line in parts), Decimal(0))
            if largest.numbers[name].low > most.high or summed > most.high:
                total = sum((line.numbers[name].value for line in parts), Decimal(0))
                yield finding(
                    whole,
                    "BELOW_ITS_PARTS",
                    name + " {most} lebih kecil daripada wilayah di dalamnya ({total}; terbesar baris {largest}): "
                    "mungkin angka wilayah lain, atau satuan dan ribuan tercampur",
                    name + " {most} is below the regions that lie in it ({total}; the largest is line {largest}): "
                    "perhaps of another region, or units and thousands are mixed",
                    most=most.value,
                    total=total,
                    largest=Decimal(largest.number),
                )


def _lies_in(line: Line, whole: Line) -> bool:
    level, above = line.texts["level"], whole.texts["level"]
    if ABOVE.get(level) != above or line.texts["as_of"] != whole.texts["as_of"] or not line.texts["region_code"]:
        return False
    return above == "national" or _province_of(line) == whole.texts["region_code"]


def _province_of(line: Line) -> str:
    return line.texts["region_code"][:PROVINCE_DIGITS]
