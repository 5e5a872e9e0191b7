"""What does not add up in a table of published figures, and what probably was meant."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise

from tasks.audit.table import Line

SEGMENTS = ("pu", "bpu", "jakon", "pmi")
OVERLAP = Decimal("1.10")  # people with several segments may lift their sum this far above the total
HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that does not add up; texts hold published figures only."""

    line: int
    region: str
    code: str
    text_id: str
    text_en: str


def audit(lines: Sequence[Line]) -> list[Finding]:
    """Findings in the order of the lines; an empty list means that everything that can be recomputed does."""
    found = [finding for line in lines for check in LINE_CHECKS for finding in check(line, lines)]
    return sorted([*found, *conflicts(lines), *ranks(lines)], key=lambda finding: (finding.line, finding.code))


def readable(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """Cells that should hold one number."""
    for name in line.unreadable:
        yield _finding(line, "NOT_A_NUMBER", f"{name} bukan satu angka", f"{name} is not one number")


def rate(line: Line, lines: Sequence[Line]) -> Iterator[Finding]:
    """`pct` against numerator / denominator, as exactly as they were printed."""
    if not {"numerator", "denominator", "pct"} <= line.numbers.keys() or line.numbers["denominator"].low <= 0:
        return
    top, bottom, pct = (line.numbers[name] for name in ("numerator", "denominator", "pct"))
    exact = top.value * HUNDRED / bottom.value
    if exact.quantize(pct.step, ROUND_HALF_UP) == pct.value:
        return
    shown = _two(exact)
    if exact.quantize(pct.step, ROUND_DOWN) == pct.value:
        yield _finding(
            line,
            "RATE_TRUNCATED",
            f"{pct.value} seharusnya {shown}: dipotong, bukan dibulatkan",
            f"{pct.value} should be {shown}: cut off, not rounded",
        )
        return
    low = (top.low * HUNDRED / bottom.high).quantize(pct.step, ROUND_HALF_UP)
    high = (top.high * HUNDRED / bottom.low).quantize(pct.step, ROUND_HALF_UP)
    if low <= pct.value <= high:
        return
    meant_id, meant_en = _meant(line, lines)
    yield _finding(
        line,
        "RATE",
        f"{top.value:,} / {bottom.value:,} = {shown}, bukan {pct.value}{meant_id}",
        f"{top.value:,} / {bottom.value:,} = {shown}, not {pct.value}{meant_en}",
    )


def segments(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """Segments against the total: one alone cannot exceed it, and together only by those who hold several."""
    parts = [line.numbers[name] for name in SEGMENTS if name in line.numbers]
    total = line.numbers.get("numerator")
    if total is None or not parts:
        return
    least = sum((part.low for part in parts), Decimal(0))
    if any(part.low > total.high for part in parts) or least > total.high * OVERLAP:
        summed = sum((part.value for part in parts), Decimal(0))
        yield _finding(
            line,
            "SEGMENT_SUM",
            f"segmen berjumlah {summed:,}, totalnya {total.value:,}: mungkin total dari basis lain",
            f"segments add up to {summed:,}, the total is {total.value:,}: perhaps a total of another basis",
        )


def gap(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """Gap to the target, in points and in people."""
    target, pct = line.get("target_pct"), line.get("pct")
    points = line.numbers.get("gap_points")
    if target is not None and pct is not None and points is not None and abs(target - pct - points.value) > points.step:
        whole = abs(HUNDRED - pct - points.value) <= points.step
        meant = (" (itu selisih ke 100 %)", " (that is the gap to 100 %)") if whole else ("", "")
        yield _finding(
            line,
            "GAP_POINTS",
            f"target {target} - {pct} = {target - pct} poin, bukan {points.value}{meant[0]}",
            f"target {target} - {pct} = {target - pct} points, not {points.value}{meant[1]}",
        )
    people, bottom, top = line.get("gap_people"), line.numbers.get("denominator"), line.numbers.get("numerator")
    if target is not None and people is not None and bottom and top:
        least = target * bottom.low / HUNDRED - top.high
        most = target * bottom.high / HUNDRED - top.low
        if not least - 1 <= people <= most + 1:
            wanted = target * bottom.value / HUNDRED - top.value
            yield _finding(
                line,
                "GAP_PEOPLE",
                f"selisih ke target {target} % adalah {wanted:,.0f} orang, bukan {people:,}",
                f"the gap to the target of {target} % is {wanted:,.0f} people, not {people:,}",
            )


def plausible_target(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """A target of less than half of what is reached, and ten times of which would be a target: a slipped point."""
    target, pct = line.get("target_pct"), line.get("pct")
    if target and pct is not None and target * 2 < pct and pct < target * 10 <= HUNDRED:
        yield _finding(
            line,
            "TARGET_IMPLAUSIBLE",
            f"target {target} jauh di bawah capaian {pct}: mungkin {target * 10}",
            f"target {target} lies far below the {pct} reached: probably {target * 10}",
        )


def change(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """Change against the earlier rate, in points."""
    before, pct, points = line.get("previous_pct"), line.get("pct"), line.numbers.get("change_points")
    if before is None or pct is None or points is None or abs(pct - before - points.value) <= points.step:
        return
    relative = (pct - before) * HUNDRED / before if before else None
    percent = relative is not None and abs(relative - points.value) <= points.step
    meant = (" (itu persen, bukan poin)", " (that is percent, not points)") if percent else ("", "")
    yield _finding(
        line,
        "CHANGE",
        f"{pct} - {before} = {pct - before} poin, bukan {points.value}{meant[0]}",
        f"{pct} - {before} = {pct - before} points, not {points.value}{meant[1]}",
    )


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
                yield _finding(
                    other,
                    "CONFLICT",
                    f"{two.value}, tetapi baris {first.number} menyebut {one.value} untuk tanggal yang sama",
                    f"{two.value}, but line {first.number} says {one.value} for the same day",
                )


def ranks(lines: Sequence[Line]) -> Iterator[Finding]:
    """Of two regions of a level on a day, the better ranked may not have the lower rate."""
    groups: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if {"rank", "pct"} <= line.numbers.keys():
            parent = line.texts["region_code"][:2] if line.texts["level"] == "regency" else ""
            groups[line.texts["level"], line.texts["as_of"], parent].append(line)
    for group in groups.values():
        ordered = sorted(group, key=lambda line: line.numbers["rank"].value)
        for better, worse in pairwise(ordered):
            if worse.numbers["pct"].value > better.numbers["pct"].value:
                yield _finding(
                    worse,
                    "RANK",
                    f"peringkat {worse.get('rank')} dengan {worse.get('pct')}, di bawah baris {better.number} dengan "
                    f"{better.get('pct')}",
                    f"rank {worse.get('rank')} with {worse.get('pct')}, below line {better.number} with "
                    f"{better.get('pct')}",
                )


LINE_CHECKS: tuple[Callable[[Line, Sequence[Line]], Iterable[Finding]], ...] = (
    readable,
    rate,
    segments,
    gap,
    plausible_target,
    change,
)


def _meant(line: Line, lines: Sequence[Line]) -> tuple[str, str]:
    """What the printed rate is the rate of, where one of the known numbers explains it."""
    top, bottom, pct = (line.numbers[name] for name in ("numerator", "denominator", "pct"))
    implied = pct.value * bottom.value / HUNDRED
    slack = max(bottom.value * pct.step / HUNDRED, Decimal(1))
    target = line.get("target_pct")
    if target and abs(top.value * 10_000 / (bottom.value * target) - pct.value) <= pct.step:
        return " (itu persen dari target)", " (that is the percent of the target)"
    known = {
        **{name.upper(): line.get(name) or Decimal(0) for name in SEGMENTS},
        "jumlah segmen / sum of segments": sum((line.get(name) or Decimal(0) for name in SEGMENTS), Decimal(0)),
        **{
            f"baris/line {other.number}": other.numbers["numerator"].value
            for other in lines
            if other is not line
            and other.texts["region_code"] == line.texts["region_code"]
            and "numerator" in other.numbers
        },
    }
    for name, value in known.items():
        if value and abs(value - implied) <= slack:
            return f" (itu {name}: {value:,})", f" (that is of {name}: {value:,})"
    whole = top.value * HUNDRED / pct.value if pct.value else Decimal(0)
    return (
        f"; {pct.value} berarti pembilang {implied:,.0f} atau penyebut {whole:,.0f}",
        f"; {pct.value} implies a numerator of {implied:,.0f} or a denominator of {whole:,.0f}",
    )


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _finding(line: Line, code: str, text_id: str, text_en: str) -> Finding:
    return Finding(line=line.number, region=line.texts["region"], code=code, text_id=text_id, text_en=text_en)
