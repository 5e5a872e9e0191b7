"""Check that a printed rate follows from its numerator and denominator, within the printed precision."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from tasks.operations.audit.finding import Finding, finding, two_decimals
from tasks.operations.audit.numbers import HUNDRED, Printed
from tasks.operations.audit.table import SEGMENTS, Line

THOUSANDS = 3
SHIFTS = (1, -1, 2, -2, THOUSANDS, -THOUSANDS)  # places by which a decimal point slips, or units are mixed
SEEN_AT_MOST = Decimal(200)  # the highest coverage known to have been published and to be true is 150.87
LEAP = 5  # a rate that is so many times the one before is not believed


@dataclass(frozen=True, kw_only=True)
class Quotient:
    """Two printed numbers as a rate in percent: its value, and the least and the most it may be."""

    value: Decimal
    low: Decimal
    high: Decimal

    def times(self, factor: Decimal) -> "Quotient":
        """The same with its point elsewhere."""
        return Quotient(value=self.value * factor, low=self.low * factor, high=self.high * factor)

    def rest(self) -> "Quotient":
        """The complement to 100 per cent."""
        return Quotient(value=HUNDRED - self.value, low=HUNDRED - self.high, high=HUNDRED - self.low)

    def explains(self, rate: Printed) -> bool:
        """Whether it may have been printed so."""
        low, high = (bound.quantize(rate.step, ROUND_HALF_UP) for bound in (self.low, self.high))
        return low <= rate.value <= high


def quotient(top: Printed, bottom: Printed) -> Quotient | None:
    """None where the lower one may be nothing."""
    if bottom.low <= 0:
        return None
    return Quotient(
        value=top.value * HUNDRED / bottom.value,
        low=max(Decimal(0), top.low) * HUNDRED / bottom.high,
        high=top.high * HUNDRED / bottom.low,
    )


def denominator_of(line: Line) -> Printed | None:
    """The denominator as printed, else as the target implies it: so many people are so many percent."""
    if "denominator" in line.numbers:
        return line.numbers["denominator"]
    people, target = line.numbers.get("target_people"), line.numbers.get("target_pct")
    if people is None or target is None or target.value <= 0:
        return None
    value = people.value * HUNDRED / target.value
    slack = value * target.step / target.value
    return Printed(value=value.quantize(Decimal(1)), step=max(slack, Decimal(1)), rounded=True)


def rate(line: Line, lines: Sequence[Line]) -> Iterator[Finding]:
    """Check a printed percentage against its numerator and denominator."""
    top, bottom, pct = line.numbers.get("numerator"), denominator_of(line), line.numbers.get("pct")
    exact = quotient(top, bottom) if top and bottom else None
    if top is None or bottom is None or pct is None or exact is None:
        return
    if exact.value.quantize(pct.step, ROUND_HALF_UP) == pct.value:
        return
    shown = two_decimals(exact.value)
    if exact.value.quantize(pct.step, ROUND_DOWN) == pct.value:
        yield finding(
            line,
            "RATE_TRUNCATED",
            "{pct} seharusnya {shown}: dipotong, bukan dibulatkan",
            "{pct} should be {shown}: cut off, not rounded",
            pct=pct.value,
            shown=shown,
        )
    elif not exact.explains(pct):
        meant = _meant(line, lines, exact=exact, top=top, bottom=bottom, pct=pct)
        yield finding(
            line,
            meant.code,
            "{top} / {bottom} = {shown}, bukan {pct}" + meant.text_id,
            "{top} / {bottom} = {shown}, not {pct}" + meant.text_en,
            **{"top": top.value, "bottom": bottom.value, "shown": shown, "pct": pct.value, **meant.numbers},
        )


def plausible_rate(line: Line, _: Sequence[Line]) -> Iterator[Finding]:
    """A rate that only a slipped point explains, where no numerator tells."""
    pct, before = line.get("pct"), line.get("previous_pct")
    if pct is None or not pct or {"numerator", "denominator"} <= line.numbers.keys():
        return
    if before and not before / LEAP <= pct <= before * LEAP:
        meant = [pct.scaleb(shift) for shift in SHIFTS if before / 2 <= pct.scaleb(shift) <= before * 2]
    else:
        meant = [pct.scaleb(shift) for shift in (-1, -2, -3) if pct > SEEN_AT_MOST and pct.scaleb(shift) <= HUNDRED]
    if meant:
        yield finding(
            line,
            "RATE_SHIFTED",
            "{pct} tidak masuk akal: mungkin {meant}, koma bergeser",
            "{pct} cannot be: probably {meant}, the point slipped",
            pct=pct,
            meant=Decimal(f"{meant[0].normalize():f}"),
        )


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What a printed rate probably is: code of the mistake, texts, and the numbers in them."""

    code: str = "RATE"
    text_id: str
    text_en: str
    numbers: Mapping[str, Decimal] = field(default_factory=dict)


def _meant(line: Line, lines: Sequence[Line], *, exact: Quotient, top: Printed, bottom: Printed, pct: Printed) -> Meant:
    if exact.rest().explains(pct):
        return Meant(
            code="RATE_UNCOVERED", text_id="; itu yang belum terlindungi", text_en="; that is who is not covered"
        )
    swapped = quotient(bottom, top)
    if swapped is not None and swapped.explains(pct):
        return Meant(
            code="RATE_SWAPPED",
            text_id="; pembilang dan penyebut tertukar",
            text_en="; numerator and denominator are swapped",
        )
    for shift in SHIFTS:
        if exact.times(Decimal(10) ** shift).explains(pct) and pct.value:
            why_id, why_en = (
                ("satuan dan ribuan tercampur", "units and thousands are mixed")
                if abs(shift) == THOUSANDS
                else ("koma bergeser", "the point slipped")
            )
            return Meant(
                code="RATE_SHIFTED",
                text_id="; mungkin {shown}: " + why_id,
                text_en="; probably {shown}: " + why_en,
            )
    target = line.get("target_pct")
    if target and exact.times(HUNDRED / target).explains(pct):
        return Meant(text_id=" (itu persen dari target)", text_en=" (that is the percent of the target)")
    implied = pct.value * bottom.value / HUNDRED
    slack = max(bottom.value * pct.step / HUNDRED, Decimal(1))
    for name, value in _known(line, lines).items():
        if value and abs(value - implied) <= slack:
            return Meant(
                text_id=f" (itu {name}: {{known}})",
                text_en=f" (that is of {name}: {{known}})",
                numbers={"known": value},
            )
    return Meant(
        text_id="; {pct} berarti pembilang {implied} atau penyebut {whole}",
        text_en="; {pct} implies a numerator of {implied} or a denominator of {whole}",
        numbers={
            "implied": implied.quantize(Decimal(1)),
            "whole": (top.value * HUNDRED / pct.value if pct.value else Decimal(0)).quantize(Decimal(1)),
        },
    )


def _known(line: Line, lines: Sequence[Line]) -> dict[str, Decimal]:
    """Numbers that may have been taken for the numerator, by what they are called."""
    own = {name.upper(): line.get(name) or Decimal(0) for name in SEGMENTS}
    return {
        **own,
        "jumlah segmen / sum of segments": sum(own.values(), Decimal(0)),
        **{
            f"baris/line {other.number}": other.numbers["numerator"].value
            for other in lines
            if other is not line
            and other.texts["region_code"] == line.texts["region_code"]
            and "numerator" in other.numbers
        },
    }
