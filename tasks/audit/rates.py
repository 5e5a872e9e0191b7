"""Is a printed rate what its numerator and denominator give, as exactly as they were printed?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from tasks.audit.finding import Finding, finding, two_decimals
from tasks.audit.numbers import HUNDRED, Printed
from tasks.audit.table import SEGMENTS, Line

SHIFTS = (1, -1, 2, -2, 3, -3)  # places by which a decimal point slips; 3: thousands for units
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
        """What is left to 100."""
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
    """As it stands there, else as the target implies it: so many people are so many percent."""
    if "denominator" in line.numbers:
        return line.numbers["denominator"]
    people, target = line.numbers.get("target_people"), line.numbers.get("target_pct")
    if people is None or target is None or target.value <= 0:
        return None
    value = people.value * HUNDRED / target.value
    slack = value * target.step / target.value
    return Printed(value=value.quantize(Decimal(1)), step=max(slack, Decimal(1)), rounded=True)


def rate(line: Line, lines: Sequence[Line]) -> Iterator[Finding]:
    """`pct` against numerator / denominator."""
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
            f"{pct.value} seharusnya {shown}: dipotong, bukan dibulatkan",
            f"{pct.value} should be {shown}: cut off, not rounded",
        )
    elif not exact.explains(pct):
        code, meant_id, meant_en = _meant(line, lines, exact=exact, top=top, bottom=bottom, pct=pct)
        yield finding(
            line,
            code,
            f"{top.value:,} / {bottom.value:,} = {shown}, bukan {pct.value}{meant_id}",
            f"{top.value:,} / {bottom.value:,} = {shown}, not {pct.value}{meant_en}",
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
            f"{pct} tidak masuk akal: mungkin {meant[0].normalize():f}, koma bergeser",
            f"{pct} cannot be: probably {meant[0].normalize():f}, the point slipped",
        )


def _meant(
    line: Line, lines: Sequence[Line], *, exact: Quotient, top: Printed, bottom: Printed, pct: Printed
) -> tuple[str, str, str]:
    """Code of the mistake, and what the printed rate is the rate of, in two languages."""
    shown = two_decimals(exact.value)
    if exact.rest().explains(pct):
        return "RATE_UNCOVERED", "; itu yang belum terlindungi", "; that is who is not covered"
    swapped = quotient(bottom, top)
    if swapped is not None and swapped.explains(pct):
        return "RATE_SWAPPED", "; pembilang dan penyebut tertukar", "; numerator and denominator are swapped"
    for shift in SHIFTS:
        if exact.times(Decimal(10) ** shift).explains(pct) and pct.value:
            thousands = abs(shift) == 3
            return (
                "RATE_SHIFTED",
                f"; mungkin {shown}: " + ("satuan dan ribuan tercampur" if thousands else "koma bergeser"),
                f"; probably {shown}: " + ("units and thousands are mixed" if thousands else "the point slipped"),
            )
    target = line.get("target_pct")
    if target and exact.times(HUNDRED / target).explains(pct):
        return "RATE", " (itu persen dari target)", " (that is the percent of the target)"
    implied = pct.value * bottom.value / HUNDRED
    slack = max(bottom.value * pct.step / HUNDRED, Decimal(1))
    for name, value in _known(line, lines).items():
        if value and abs(value - implied) <= slack:
            return "RATE", f" (itu {name}: {value:,})", f" (that is of {name}: {value:,})"
    whole = top.value * HUNDRED / pct.value if pct.value else Decimal(0)
    return (
        "RATE",
        f"; {pct.value} berarti pembilang {implied:,.0f} atau penyebut {whole:,.0f}",
        f"; {pct.value} implies a numerator of {implied:,.0f} or a denominator of {whole:,.0f}",
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
