"""Read a table of published figures, one line a figure."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tasks.operations.audit.numbers import NotOneNumber, Printed, printed
from warehouse.errors import OperatorError

SEGMENTS = ("pu", "bpu", "jakon", "pmi")
COUNTS = ("numerator", "denominator", *SEGMENTS, "gap_people", "target_people", "rank")
RATES = ("pct", "target_pct", "previous_pct", "change_points", "gap_points")
TEXTS = ("region", "region_code", "level", "as_of")
NEEDED = {"region", "pct"}


class AuditTableError(OperatorError):
    """The table cannot be read; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table: the numbers it has, and the cells that hold something else than one number."""

    number: int  # of the line in the file
    texts: Mapping[str, str]
    numbers: Mapping[str, Printed]
    unreadable: tuple[str, ...]

    def get(self, name: str) -> Decimal | None:
        """The value of a column, None where it is empty."""
        return self.numbers[name].value if name in self.numbers else None


def read_table(path: Path) -> list[Line]:
    """The lines of a CSV file with a header; raises `AuditTableError`.

    Columns: `region`, `pct`, and any of `region_code`, `level` (`national`, `province`, `regency`), `as_of`,
    `numerator`, `denominator`, `pu`, `bpu`, `jakon`, `pmi`, `target_pct`, `target_people`, `gap_points`, `gap_people`,
    `previous_pct`, `change_points`, `rank`; others are left alone. Numbers as `numbers.printed` reads them.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AuditTableError(f"{path} cannot be read as UTF-8 text: save the table as CSV (UTF-8).") from error
    header = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=header.count))
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
            except NotOneNumber:
                unreadable.append(name)
    return Line(
        number=number,
        texts={name: row.get(name, "") for name in TEXTS},
        numbers=numbers,
        unreadable=tuple(unreadable),
    )
