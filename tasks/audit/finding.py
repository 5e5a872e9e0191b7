"""One thing that does not add up in a table of published figures."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tasks.audit.table import Line


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Texts hold published figures only; the last part of each says what was probably meant, where that is known."""

    line: int
    region: str
    code: str
    text_id: str
    text_en: str


def finding(line: Line, code: str, text_id: str, text_en: str) -> Finding:
    """A finding about a line."""
    return Finding(line=line.number, region=line.texts["region"], code=code, text_id=text_id, text_en=text_en)


def two_decimals(value: Decimal) -> Decimal:
    """Rounded half up, as rates are published."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
