"""The receipt says everything a branch needs in both languages, and nothing that its file held."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from expectations.contract import Severity
from expectations.file_rules import FILE_RULES
from tasks.check.check import check_extract
from tasks.check.receipt import STATUS_TEXTS, receipt_folder, receipt_json, receipt_text, rows_csv
from tests.unit.read.extracts import ENROLMENT, HEADERS, accept, text
from warehouse.records import Issue, Status, Submission

ISSUES = (
    Issue(code="NIK_LENGTH", severity=Severity.REJECT_ROW, columns=("NIK",), row_count=1_234),
    Issue(code="KPJ_LENGTH", severity=Severity.WARN, columns=("KPJ",), row_count=5),
    Issue(code="REPEAT_MERGED", severity=Severity.WARN, row_count=7),
)


def submission(**changes: Any) -> Submission:
    """A submission as the catalogue has it."""
    record: dict[str, Any] = {
        "id": 12,
        "sha256": "0" * 64,
        "bytes": 100,
        "file_name": "PESERTA_K01_20251231_R1.csv",
        "folder": "K01",
        "mtime_ns": 0,
        "received_at": datetime(2026, 1, 1, tzinfo=UTC),
        "branch": "K01",
        "feed": "enrolment",
        "position_date": date(2025, 12, 31),
        "revision": 1,
        "status": Status.ACCEPTED_WITH_REJECTS,
        "reason_code": None,
        "duplicate_of": None,
        "superseded_by": None,
        "rows_read": 50_000,
        "rows_accepted": 48_759,
        "rows_rejected": 1_234,
        "rows_merged": 7,
        "rows_warned": 12,
        "contract_version": "1.0",
        "rules_version": "1",
        "finished_at": None,
        "details": {"file": {"format": "csv", "delimiter": ";"}},
    }
    return Submission(**{**record, **changes})


class TestJson:
    def test_has_every_field(self) -> None:
        record = json.loads(receipt_json(submission(), issues=ISSUES))
        assert record["submission"] == "S000012"
        assert record["position_date"] == "2025-12-31"
        assert record["status"] == "accepted_with_rejects"
        assert record["reason"] is None
        assert record["duplicate_of"] is None
        assert record["rows"] == {"read": 50_000, "accepted": 48_759, "rejected": 1_234, "merged": 7, "warned": 12}
        assert record["file_facts"] == {"format": "csv", "delimiter": ";"}
        assert [(rule["code"], rule["severity"], rule["columns"], rule["rows"]) for rule in record["rules"]] == [
            ("NIK_LENGTH", "reject_row", ["NIK"], 1_234),
            ("KPJ_LENGTH", "warn", ["KPJ"], 5),
            ("REPEAT_MERGED", "warn", [], 7),
        ]

    def test_has_both_languages(self) -> None:
        record = json.loads(receipt_json(submission(), issues=ISSUES))
        for part in (*record["rules"], {"text_id": record["status_id"], "text_en": record["status_en"]}):
            assert part["text_id"]
            assert part["text_en"]
            assert part["text_id"] != part["text_en"]


class TestText:
    @pytest.mark.parametrize("status", Status)
    def test_has_both_languages_for_every_status(self, status: Status) -> None:
        written = receipt_text(submission(status=status), issues=())
        assert all(words in written for words in STATUS_TEXTS[status])

    @pytest.mark.parametrize("rule", FILE_RULES, ids=lambda rule: rule.code)
    def test_has_both_languages_for_every_reason(self, rule: Any) -> None:
        refused = submission(status=Status.REFUSED, reason_code=rule.code, details={"reason_detail": "KPJ"}, feed=None)
        written = receipt_text(refused, issues=())
        for part in (rule.text_id, rule.text_en, rule.code, "KPJ"):
            assert part in " ".join(written.split())

    def test_counts_with_thousands_dots(self) -> None:
        written = receipt_text(submission(), issues=ISSUES)
        for part in ("S000012", "50.000", "48.759", "1.234", "NIK_LENGTH", "PESERTA_K01_20251231_R1.csv", "2025-12-31"):
            assert part in written

    def test_of_a_duplicate_names_the_first(self) -> None:
        written = receipt_text(submission(status=Status.DUPLICATE, duplicate_of=3), issues=())
        assert "S000003" in written

    def test_of_a_file_whose_name_says_nothing(self) -> None:
        unknown = submission(branch=None, feed=None, position_date=None, revision=0, file_name="data baru.csv")
        assert "data baru.csv" in receipt_text(unknown, issues=())
        assert json.loads(receipt_json(unknown, issues=()))["position_date"] is None


@pytest.mark.parametrize(
    ("file_name", "folder"),
    [
        ("PESERTA_K01_20251231.csv", "S000012_PESERTA_K01_20251231.csv"),
        ("../../etc/passwd", "S000012__.._etc_passwd"),
        ("a b\n/c.csv", "S000012_a_b__c.csv"),
        ("..", "S000012_"),
        ("\u00e9" * 300, "S000012_" + "_" * 80),
    ],
)
def test_the_folder_is_safe_whatever_the_file_is_called(file_name: str, folder: str) -> None:
    assert receipt_folder(submission(file_name=file_name)) == folder


def test_no_cell_of_the_file_appears() -> None:
    secret = ["7205011708900XYZ", "KPJRAHASIA9", "NAMARAHASIA", "SEGMENRAHASIA", "TANGGALRAHASIA", "BLTHRAHASIA"]
    good = ["7205011708900003", "98765432109", "NAMARAHASIA", "PU", "01/03/2020", "2025-12"]
    extract = accept(text([good, secret, secret]).encode())
    checked = check_extract(extract, feed=ENROLMENT, max_reject_share=0.1)
    delivered = submission(details={"file": dict(extract.facts)}, rows_read=checked.rows_read)
    texts = [
        receipt_json(delivered, issues=checked.issues),
        receipt_text(delivered, issues=checked.issues),
        rows_csv(checked.rejected, checked.warned, feed="enrolment"),
        str(checked.refusal),
    ]
    assert len(checked.issues) >= 4
    for cell in {*secret, *good} - {"PU", "2025-12", *HEADERS}:
        assert not any(cell in written for written in texts), cell


def test_rows_are_listed_with_both_texts() -> None:
    extract = accept(text([["1", "12345678901", "", "PU", "01/03/2020", "2025-12"]]).encode())
    checked = check_extract(extract, feed=ENROLMENT, max_reject_share=1.0)
    lines = list(csv.DictReader(io.StringIO(rows_csv(checked.rejected, checked.warned, feed="enrolment"))))
    rule = ENROLMENT.rule("NIK_LENGTH")
    assert lines == [
        {
            "row_no": "2",
            "severity": "reject_row",
            "code": "NIK_LENGTH",
            "text_id": rule.text_id,
            "text_en": rule.text_en,
        }
    ]
