"""Read a table of published figures, one line a figure."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from warehouse.errors import OperatorError

COUNTS = ("numerator", "denominator", "pu", "bpu", "jakon", "pmi", "gap_people", "rank")
RATES = ("pct", "target_pct", "previous_pct", "change_points", "gap_points")
TEXTS = ("region", "region_code", "level", "as_of")
NEEDED = {"region", "pct"}


class AuditTableError(OperatorError):
    """The table cannot be read; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A number as it was printed: `step` is the unit of its last digit that says something.

    2,800,000 was surely rounded: whole numbers that end in three zeros or more count as rounded to the last digit that
    is not 0. Others are exact to one head.
    """

    value: Decimal
    step: Decimal

    @property
    def low(self) -> Decimal:
        """The least the true number may be."""
        return self.value - max(self.step / 2, Decimal(1)) if self.rounded else self.value - 1

    @property
    def high(self) -> Decimal:
        """The most the true number may be."""
        return self.value + max(self.step / 2, Decimal(1)) if self.rounded else self.value + 1

    @property
    def rounded(self) -> bool:
        """Whether it was surely rounded before it was printed."""
        return self.step >= 1000


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table: the numbers it has, and the cells that hold no number."""

    number: int  # of the line in the file
    texts: Mapping[str, str]
    numbers: Mapping[str, Printed]
    unreadable: tuple[str, ...]

    def get(self, name: str) -> Decimal | None:
        """The value of a column, None where it is empty."""
        return self.numbers[name].value if name in self.numbers else None


def read_table(path: Path) -> list[Line]:
    """The lines of a CSV file with a header; raises `AuditTableError`.

    Columns: `region`, `pct`, and any of `region_code`, `level`, `as_of`, `numerator`, `denominator`, `pu`, `bpu`,
    `jakon`, `pmi`, `target_pct`, `gap_points`, `gap_people`, `previous_pct`, `change_points`, `rank`; others are left
    alone. Numbers with a decimal point.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AuditTableError(f"{path} cannot be read as UTF-8 text: save the table as CSV (UTF-8).") from error
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    found = {name.strip().lower() for name in rows.fieldnames or ()}
    if not found >= NEEDED:
        known = ", ".join((*TEXTS, *COUNTS, *RATES))
        raise AuditTableError(f"{path} needs the columns region and pct; it may have: {known}.")
    return [
        _line(rows.line_num, {str(k).strip().lower(): str(v or "").strip() for k, v in row.items()}) for row in rows
    ]


def _line(number: int, row: Mapping[str, str]) -> Line:
    numbers: dict[str, Printed] = {}
    unreadable = []
    for name in (*COUNTS, *RATES):
        if text := row.get(name, ""):
            try:
                numbers[name] = printed(text, whole=name in COUNTS)
            except InvalidOperation:
                unreadable.append(name)
    return Line(
        number=number,
        texts={name: row.get(name, "") for name in TEXTS},
        numbers=numbers,
        unreadable=tuple(unreadable),
    )


def printed(text: str, *, whole: bool) -> Printed:
    """A number and its precision; raises `InvalidOperation` for what is none."""
    value = Decimal(text)
    if not value.is_finite():
        raise InvalidOperation
    if not whole:
        return Printed(value=value, step=Decimal(1).scaleb(int(value.as_tuple().exponent)))
    zeros = len(text) - len(text.rstrip("0")) if value == value.to_integral_value() and "." not in text else 0
    return Printed(value=value, step=Decimal(10) ** zeros if zeros >= 3 else Decimal(1))
