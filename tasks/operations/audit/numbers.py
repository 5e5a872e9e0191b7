"""Parse numbers as the press prints them (`231.146`, `16,05 %`, `2,8 juta`), with their precision."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

HUNDRED = Decimal(100)
SURELY_ROUNDED = Decimal(1000)  # whole numbers that end in three zeros or more
UNITS = {
    **dict.fromkeys(("ribu", "rb", "thousand"), Decimal(1_000)),
    **dict.fromkeys(("juta", "jt", "million"), Decimal(1_000_000)),
    **dict.fromkeys(("miliar", "milyar", "billion"), Decimal(1_000_000_000)),
}
SAYS_NOTHING = re.compile(
    r"rp\.?|idr|%|persen|percent|per cent|orang|jiwa|tenaga kerja|pekerja|workers|people|points|poin|sekitar|about|±|~"
)
NUMBER = re.compile(r"([-+]?)(\d[\d.,]*)\s*([a-z]*)")
GROUPED = {".": re.compile(r"\d{1,3}(?:\.\d{3})+"), ",": re.compile(r"\d{1,3}(?:,\d{3})+")}


class NotOneNumber(ValueError):
    """A cell holds something else than one number."""


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A number as it was printed: `step` is the unit of its last digit that says something."""

    value: Decimal
    step: Decimal
    rounded: bool  # surely, before it was printed

    @property
    def low(self) -> Decimal:
        """The least the true number may be; a number that was not surely rounded is exact to one head."""
        return self.value - self._slack

    @property
    def high(self) -> Decimal:
        """The most the true number may be."""
        return self.value + self._slack

    @property
    def _slack(self) -> Decimal:
        return max(self.step / 2, Decimal(1)) if self.rounded else Decimal(1)


def printed(text: str, *, whole: bool) -> Printed:
    """A number and its precision. whole: a count, in which three digits after a sign are thousands.

    Raises `NotOneNumber`.
    """
    plain = SAYS_NOTHING.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()
    found = NUMBER.fullmatch(plain)
    if found is None or (found[3] and found[3] not in UNITS):
        raise NotOneNumber(text)
    sign, digits, unit = found[1], found[2], UNITS.get(found[3])
    number = Decimal(sign + _with_point(digits, thousands=whole and unit is None))
    if unit is not None:
        step = unit.scaleb(int(number.as_tuple().exponent))
        return Printed(value=number * unit, step=step, rounded=True)
    if not whole:
        return Printed(value=number, step=Decimal(1).scaleb(int(number.as_tuple().exponent)), rounded=False)
    if number != number.to_integral_value():
        raise NotOneNumber(text)
    number = number.to_integral_value()
    step = Decimal(10) ** (len(f"{number:f}") - len(f"{number:f}".rstrip("0"))) if number else Decimal(1)
    rounded = step >= SURELY_ROUNDED
    return Printed(value=number, step=step if rounded else Decimal(1), rounded=rounded)


def _with_point(digits: str, *, thousands: bool) -> str:
    """The digits with a decimal point and nothing else: the last of two kinds of signs is the decimal one."""
    kinds = sorted({sign for sign in digits if sign in ".,"}, key=digits.rindex)
    if not kinds:
        return digits
    if len(kinds) == 2:
        head, _, tail = digits.rpartition(kinds[1])
        return f"{_ungrouped(head, kinds[0])}.{_only_digits(tail)}"
    (sign,) = kinds
    if digits.count(sign) > 1 or (thousands and GROUPED[sign].fullmatch(digits)):
        return _ungrouped(digits, sign)
    head, _, tail = digits.partition(sign)
    return f"{head}.{_only_digits(tail)}"


def _ungrouped(digits: str, sign: str) -> str:
    if not GROUPED[sign].fullmatch(digits):
        raise NotOneNumber(digits)
    return digits.replace(sign, "")


def _only_digits(digits: str) -> str:
    if not digits.isdecimal():
        raise NotOneNumber(digits)
    return digits
