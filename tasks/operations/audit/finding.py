"""One thing that does not add up in a table of published figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from expectations.written import ENGLISH, INDONESIAN, Language
from tasks.operations.audit.table import Line


@dataclass(frozen=True, kw_only=True)
class AuditFinding:
    """Texts hold published figures only; the last part of each says what was probably meant, where that is known."""

    line: int
    region: str
    code: str
    text_id: str
    text_en: str


def finding(line: Line, code: str, text_id: str, text_en: str, **numbers: Decimal | None) -> AuditFinding:
    """A finding about a line; each text has its numbers in the writing of its language."""
    return AuditFinding(
        line=line.number,
        region=line.texts["region"],
        code=code,
        text_id=said(text_id, INDONESIAN, numbers),
        text_en=said(text_en, ENGLISH, numbers),
    )


def said(text: str, language: Language, numbers: Mapping[str, Decimal | None]) -> str:
    """Fill a finding's text with its numbers."""
    return text.format(**{name: language.number(number) for name, number in numbers.items()})


def two_decimals(value: Decimal) -> Decimal:
    """Rounded half up, as rates are published."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
