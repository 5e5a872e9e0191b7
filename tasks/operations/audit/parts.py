"""Compare the parts of one line: segments and total, target and gap, earlier rate and change."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tasks.operations.audit.finding import Finding, finding
from tasks.operations.audit.numbers import HUNDRED, Printed
from tasks.operations.audit.rates import denominator_of
from tasks.operations.audit.table import SEGMENTS, Line

OVERLAP = Decimal("1.10")  # people with several segments may lift their sum this far above the total
MISSING = Decimal("0.80")  # segments that nobody printed may leave the sum this far below it
ENOUGH_SEGMENTS = 2


def readable(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """Cells that should hold one number."""
    for name in line.unreadable:
        yield finding(line, "NOT_A_NUMBER", f"{name} bukan satu angka", f"{name} is not one number")


def segments(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """Segments against the total: one alone cannot exceed it, and together only by those who hold several."""
    parts = [line.numbers[name] for name in SEGMENTS if name in line.numbers]
    total = line.numbers.get("numerator")
    if total is None or not parts:
        return
    summed = sum((part.value for part in parts), Decimal(0))
    if any(part.low > total.high for part in parts) or _sum_low(parts) > total.high * OVERLAP:
        yield finding(
            line,
            "SEGMENT_SUM",
            "segmen berjumlah {summed}, totalnya {total}: mungkin total dari basis lain",
            "segments add up to {summed}, the total is {total}: perhaps a total of another basis",
            summed=summed,
            total=total.value,
        )
    elif len(parts) >= ENOUGH_SEGMENTS and sum((part.high for part in parts), Decimal(0)) < total.low * MISSING:
        yield finding(
            line,
            "SEGMENTS_MISSING",
            "segmen berjumlah {summed}, totalnya {total}: mungkin ada segmen yang tidak disebut, atau "
            "totalnya peserta terdaftar, bukan peserta aktif",
            "segments add up to {summed}, the total is {total}: perhaps a segment is left out, or the total "
            "is of registered people and not of active ones",
            summed=summed,
            total=total.value,
        )


def gap_points(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """Gap to the target in points."""
    target, pct, points = line.get("target_pct"), line.get("pct"), line.numbers.get("gap_points")
    if target is None or pct is None or points is None or abs(target - pct - points.value) <= points.step:
        return
    whole = abs(HUNDRED - pct - points.value) <= points.step
    meant_id = "itu selisih ke 100 %" if whole else "mungkin target {meant}"
    meant_en = "that is the gap to 100 %" if whole else "perhaps the target is {meant}"
    yield finding(
        line,
        "GAP_POINTS",
        "target {target} - {pct} = {difference} poin, bukan {points} (" + meant_id + ")",
        "target {target} - {pct} = {difference} points, not {points} (" + meant_en + ")",
        target=target,
        pct=pct,
        difference=target - pct,
        points=points.value,
        meant=pct + points.value,
    )


def gap_people(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """Gap to the target in people; without a numerator, by the printed rate."""
    target, people, bottom = line.get("target_pct"), line.numbers.get("gap_people"), denominator_of(line)
    top = line.numbers.get("numerator") or _implied(line, bottom)
    if target is None or people is None or bottom is None or top is None:
        return
    least = target * bottom.low / HUNDRED - top.high
    most = target * bottom.high / HUNDRED - top.low
    if least - 1 <= people.high and people.low <= most + 1:
        return
    wanted = target * bottom.value / HUNDRED - top.value
    meant_id, meant_en = "", ""
    if people.low <= target * bottom.high / HUNDRED and target * bottom.low / HUNDRED <= people.high:
        meant_id, meant_en = " (itu seluruh orang menurut target)", " (that is everybody whom the target means)"
    elif people.low <= bottom.high - top.low and bottom.low - top.high <= people.high:
        meant_id, meant_en = " (itu semua yang belum terlindungi)", " (that is everybody who is not covered)"
    yield finding(
        line,
        "GAP_PEOPLE",
        "selisih ke target {target} % adalah {wanted} orang, bukan {people}" + meant_id,
        "the gap to the target of {target} % is {wanted} people, not {people}" + meant_en,
        target=target,
        wanted=wanted.quantize(Decimal(1)),
        people=people.value,
    )


def plausible_target(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """A target of less than half of what is reached, and ten times of which would be a target: a slipped point."""
    target, pct = line.get("target_pct"), line.get("pct")
    if target and pct is not None and target * 2 < pct and pct < target * 10 <= HUNDRED:
        yield finding(
            line,
            "TARGET_IMPLAUSIBLE",
            "target {target} jauh di bawah capaian {pct}: mungkin {meant}",
            "target {target} lies far below the {pct} reached: probably {meant}",
            target=target,
            pct=pct,
            meant=target * 10,
        )


def change(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """Change against the earlier rate, in points."""
    before, pct, points = line.get("previous_pct"), line.get("pct"), line.numbers.get("change_points")
    if before is None or pct is None or points is None or abs(pct - before - points.value) <= points.step:
        return
    relative = (pct - before) * HUNDRED / before if before else None
    meant_id, meant_en = "", ""
    if relative is not None and abs(relative - points.value) <= points.step:
        meant_id, meant_en = " (itu persen, bukan poin)", " (that is percent, not points)"
    elif abs(before - pct - points.value) <= points.step:
        meant_id, meant_en = " (tandanya terbalik)", " (the sign is the wrong way round)"
    yield finding(
        line,
        "CHANGE",
        "{pct} - {before} = {difference} poin, bukan {points}" + meant_id,
        "{pct} - {before} = {difference} points, not {points}" + meant_en,
        pct=pct,
        before=before,
        difference=pct - before,
        points=points.value,
    )


def _sum_low(parts: Sequence[Printed]) -> Decimal:
    return sum((part.low for part in parts), Decimal(0))


def _implied(line: Line, bottom: Printed | None) -> Printed | None:
    pct = line.numbers.get("pct")
    if pct is None or bottom is None:
        return None
    value = pct.value * bottom.value / HUNDRED
    slack = pct.step * bottom.value / HUNDRED + (bottom.high - bottom.low) * pct.value / HUNDRED
    return Printed(value=value, step=max(slack, Decimal(1)), rounded=True)
