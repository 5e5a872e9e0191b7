"""The page says all that the data say, in both languages."""

import re
from html import unescape
from pathlib import Path

import pytest

import tasks.publish
from expectations.contracts.file_rules import FILE_RULES
from expectations.contracts.schema import Drift
from tasks.check.receipt import Previous
from tasks.check.receipt.build import rule_texts
from tasks.check.receipt.file_facts import DRIFT
from tasks.check.receipt.files import arrival_files, result_files
from tasks.check.receipt.messages import CHANGE_TEXTS, RULES_OVERLAP, STATUS_TEXTS
from tasks.check.receipt.page import TEMPLATES
from tests.unit.check.receipts import ISSUES, LINES, submission
from warehouse.records import Issue, Status


def page(**changes: object) -> str:
    return text_of(result_files(submission(**changes), issues=ISSUES, lines=LINES)["receipt.html"])


def text_of(content: bytes) -> str:
    body = content.decode().partition("</style>")[2].replace("<wbr>", "")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("status", Status)
def test_the_page_tells_the_status_in_both_languages(status: Status) -> None:
    shown = page(status=status).lower()
    assert all(text.lower() in shown for text in STATUS_TEXTS[status])


@pytest.mark.parametrize("rule", FILE_RULES, ids=lambda rule: rule.code)
def test_the_page_tells_the_reason_in_both_languages(rule: object) -> None:
    shown = page(status=Status.REFUSED, reason_code=rule.code, details={"reason_detail": "KPJ / 7"})  # type: ignore[attr-defined]
    for text in (rule.text_id, rule.text_en, rule.code, "KPJ / 7"):  # type: ignore[attr-defined]
        assert " ".join(text.split()) in shown


def test_the_page_shows_counts_rules_and_rows() -> None:
    shown = page()
    for part in (
        "50.000",
        "48.759",
        "1.234",
        "31 Desember 2025",
        "31 December 2025",
        "1 Januari 2026, 07.00 WIB",
        "S000012",
    ):
        assert part in shown
    for issue in ISSUES:
        assert all(text in shown for text in (*rule_texts(issue.code, feed="enrolment"), issue.code))
    assert "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …" in shown


def test_the_page_tells_facts_of_the_file_in_words() -> None:
    facts = {
        "format": "csv",
        "container": "gzip",
        "encoding": "windows-1252",
        "delimiter": ";",
        "quoting": "broken",
        "header_row": 3,
        "blank_rows": 2,
        "total_rows": [99],
        "columns": {"TANGGAL_LAHIR": {"reading": "day-first", "shapes": ["##/##/####", "####-##-##"]}},
        "drift": [
            {"kind": "reordered", "columns": ["KPJ", "NIK"], "policy": "allow", "count": 2},
            {"kind": "extra", "columns": [f"Z{n} X" for n in range(40)], "policy": "warn", "count": 900},
        ],
    }
    shown = page(details={"file": facts})
    for part in (
        "dikompres gzip",
        "Windows-1252",
        "titik koma ;",
        "semicolon ;",
        "tanda kutip rusak",
        "Urutan kolom",
        "Z9 X dan 890 lagi",
        "(peringatan)",
        "TANGGAL_LAHIR ##/##/####",
    ):
        assert part in shown
    assert re.search(r"Headers in row 3\b", shown)
    assert re.search(r"TOTAL rows, not counted 99\b", shown)


def test_the_page_tells_the_sheets_in_words() -> None:
    several = [
        {"sheet": "PU", "number": 1, "rows": 1200, "header_row": 1},
        {"sheet": "BPU", "number": 3, "rows": 40, "header_row": 4},
    ]
    left_out = [
        {"reason": "other_sheet", "rows": [], "count": 1500, "sheet": "REKAP"},
        {"reason": "hidden_sheet", "rows": [], "count": 0, "sheet": "#4"},
        {"reason": "sheet_repeated", "rows": [], "count": 40, "sheet": "#5"},
    ]
    facts = {"format": "xlsx", "sheet": "PU", "sheets": 5, "sheets_read": several, "left_out": left_out}
    shown = page(details={"file": {**facts, "ignored_bytes": 512}})
    for part in (
        "PU (1.200 baris), BPU (40 baris)",
        "PU (1,200 rows), BPU (40 rows)",
        "30000005 = baris 5 lembar ke-3 (BPU)",
        "30000005 = row 5 of sheet 3 (BPU)",
        "REKAP (bukan tabel data, 1.500 baris), #4 (tersembunyi), #5 (salinan lembar lain, 40 baris)",
        "#4 (hidden)",
        "512 byte",
    ):
        assert part in shown


def test_changes_since_the_delivery_before() -> None:
    then = (
        Issue(code="NIK_LENGTH", severity=ISSUES[0].severity, columns=("NIK",), row_count=1_000),
        Issue(code="NIK_SEX", severity=ISSUES[1].severity, columns=("NIK",), row_count=2_000),
    )
    before = Previous(submission=submission(id=3, file_name="PESERTA_K01_20251130.csv"), issues=then)
    shown = text_of(result_files(submission(), issues=ISSUES, lines=LINES, previous=before)["receipt.html"])
    assert "bertambah more than before (1.000 → 1.234)" in shown
    assert shown.count(" ".join(CHANGE_TEXTS["new"])) == 2
    assert "S000003 PESERTA_K01_20251130.csv" in shown
    assert "2.000 → 0" in shown


def test_an_arrival_points_to_no_file() -> None:
    files = arrival_files(submission(status=Status.RECEIVED, rows_read=0))
    assert set(files) == {"receipt.html", "receipt.json"}
    assert b'href="receipt' not in files["receipt.html"]


def test_the_page_looks_like_the_release_page() -> None:
    """Colours that both pages name are the same, by day and by night."""
    release = Path(str(tasks.publish.__file__)).parent / "files" / "site" / "markup" / "templates" / "screen.css"
    (*ours, _printed), theirs = (palettes(place.read_text()) for place in (TEMPLATES / "receipt.css", release))
    assert len(ours) == len(theirs) == 2
    for mine, other in zip(ours, theirs, strict=True):
        both = mine.keys() & other.keys()
        assert both >= {"--paper", "--ink", "--accent", "--warn"}
        assert {name: mine[name] for name in both} == {name: other[name] for name in both}


def palettes(style: str) -> list[dict[str, str]]:
    return [dict(re.findall(r"(--\w[\w-]*):\s*([^;]+);", block)) for block in re.findall(r":root \{([^}]*)\}", style)]


@pytest.mark.parametrize("kind", Drift)
def test_every_kind_of_drift_has_words(kind: Drift) -> None:
    facts = {"drift": [{"kind": kind, "columns": ["A NAMA"], "policy": "allow", "count": 1}]}
    assert all(text in page(details={"file": facts}) for text in DRIFT[kind])


def test_counts_by_rule_that_exceed_the_rows_are_explained() -> None:
    assert all(text not in page() for text in RULES_OVERLAP)
    assert all(text in page(rows_rejected=1_233) for text in RULES_OVERLAP)
    assert all(text in page(rows_warned=11) for text in RULES_OVERLAP)


def test_the_name_of_a_file_may_go_on_in_the_next_line_behind_an_underscore() -> None:
    content = result_files(submission(), issues=ISSUES, lines=LINES)["receipt.html"].decode()
    assert "<h1><bdi>PESERTA_<wbr>K01_<wbr>20251231_<wbr>R1.csv</bdi></h1>" in content
