import re
from dataclasses import replace
from html import unescape

import pytest

from expectations.data_docs.pages import validation_page
from expectations.data_docs.validation import Outcome
from tests.unit.data_docs.made import BROKEN, HELD, WARNED, made


def words(page: str) -> str:
    """What a reader sees."""
    body = page.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def page_of(*rules: object, **options: object) -> str:
    return validation_page(made(rules=rules, **options), day="2026-11-22", time="17:00:00")  # type: ignore[arg-type]


def test_a_broken_rule_tells_all_about_itself() -> None:
    seen = words(page_of(BROKEN))
    for part in (
        "AGE dilanggar broken kritis critical Umur tidak wajar The age is implausible",
        "Kolom Columns UMUR",
        "Baris melanggar Rows failing 1.234 / 12.345",
        "Bagian Share 10,00 %",
        "Baris pertama yang melanggar First rows failing 2, 3, 5, …",
        'Pemeriksaan Check expect_column_values_to_be_between(column="age", min_value=0)',
    ):
        assert part in seen


def test_the_worst_stands_first() -> None:
    seen = words(
        page_of(
            HELD,
            WARNED,
            replace(BROKEN, code="FEW", failing=2),
            BROKEN,
            replace(BROKEN, code="ERR", outcome=Outcome.ERROR, failing=None, fault="no such column"),
        )
    )
    order = [seen.index(code) for code in ("ERR", "AGE dilanggar", "FEW", "SEX", "AGE Umur")]
    assert order == sorted(order)
    assert "4 aturan dilanggar rules broken" in seen
    assert "1 aturan terpenuhi rules hold" in seen
    assert "no such column" in seen


@pytest.mark.parametrize(
    ("failing", "rows", "shown"),
    [(1, 3, "33,33 %"), (1, 10**6, "< 0,01 %"), (10**6 - 1, 10**6, "> 99,99 %"), (5, 5, "100,00 %"), (0, 0, "0,00 %")],
)
def test_shares_never_round_to_nothing_or_all(failing: int, rows: int, shown: str) -> None:
    assert f"Share {shown}" in words(page_of(replace(BROKEN, failing=failing, rows=rows)))


def test_markup_in_results_is_text() -> None:
    evil = "<script>alert(1)</script>&\"'"
    rule = replace(BROKEN, code=evil, text_id=evil, text_en="x", columns=(evil,), check=evil, observed=evil, fault=evil)
    documented = replace(
        made(rules=(rule,), remarks=(evil,)), title=evil, subject=evil, status=evil, facts={evil: evil}
    )
    page = validation_page(documented, day="2026-11-22", time="1")
    assert "<script" not in page
    assert words(page).count(evil) >= 10


def test_remarks_are_shown() -> None:
    assert "Temuan lain Other findings the sums differ" in words(page_of(HELD, remarks=("the sums differ",)))
