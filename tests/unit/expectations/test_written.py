"""Numbers and dates in texts for people, in both languages, and nowhere written by hand."""

import ast
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.written import ENGLISH, INDONESIAN, Language

ROOT = Path(__file__).parents[3]
TEXTS_FOR_PEOPLE = ("expectations", "flows", "tasks/audit", "tasks/check", "tasks/publish", "tasks/watch")
WRITTEN = "expectations/written.py"
IN_INDONESIAN = ["1.440.162", "16,05\u00a0%", "1.050,50\u00a0%", "−27.214", "+0,25", "1.234,5", "1,4", "1 Agustus 2024"]
IN_ENGLISH = ["1,440,162", "16.05\u00a0%", "1,050.50\u00a0%", "−27,214", "+0.25", "1,234.5", "1.4", "1 August 2024"]


@pytest.mark.parametrize(("language", "written"), [(INDONESIAN, IN_INDONESIAN), (ENGLISH, IN_ENGLISH)])
def test_a_language_writes_numbers_and_dates_its_own_way(language: Language, written: list[str]) -> None:
    assert written == [
        language.number(1_440_162),
        language.percent(Decimal("16.05")),
        language.percent(Decimal("1050.5")),
        language.signed(-27_214),
        language.signed(Decimal("0.25")),
        language.number(Decimal("1234.5")),
        language.number(1.4499, decimals=1),
        language.day(date(2024, 8, 1)),
    ]
    assert [language.number(None), language.signed(None), language.percent(None)] == ["–"] * 3


@given(st.decimals(-(10**12), 10**12, places=3))
def test_both_languages_write_the_same_number(number: Decimal) -> None:
    indonesian, english = INDONESIAN.number(number), ENGLISH.number(number)
    assert Decimal(english.replace(",", "")) == number
    assert Decimal(indonesian.replace(".", "").replace(",", ".")) == number


FOR_SPREADSHEETS = "tasks/publish/files/formats/excel_csv.py"  # numbers that a program reads, with decimal commas


def sources() -> Iterator[Path]:
    for folder in TEXTS_FOR_PEOPLE:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if path != ROOT / WRITTEN)


def groups_digits(node: ast.AST) -> bool:
    """A format with a comma for thousands, or a text in which points and commas are changed for each other."""
    if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
        return any("," in str(part.value) for part in node.format_spec.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "replace":
        return {one.value for one in node.args if isinstance(one, ast.Constant)} == {".", ","}
    return False


def test_numbers_for_people_are_written_in_one_place() -> None:
    by_hand = {
        str(path.relative_to(ROOT))
        for path in sources()
        if any(groups_digits(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert by_hand == {FOR_SPREADSHEETS}
