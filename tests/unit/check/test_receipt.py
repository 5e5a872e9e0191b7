"""The receipt says everything a branch needs in both languages, and nothing that its file held."""

import csv
import io
import json
import zipfile
from typing import Any

import polars as pl
import pytest

from expectations.contracts.file_rules import FILE_RULES
from tasks.check.check import check_extract
from tasks.check.receipt import receipt_folder, receipt_record
from tasks.check.receipt.build import check_folder
from tasks.check.receipt.dry_run import COMMAND_STEPS, DryRun
from tasks.check.receipt.file_facts import fact_lines
from tasks.check.receipt.files import result_files
from tasks.check.receipt.messages import NEXT_STEPS, STATUS_TEXTS
from tasks.check.receipt.rows import row_lines, rows_csv
from tasks.check.receipt.terminal import receipt_text
from tests.unit.check.receipts import ISSUES, LINES, submission
from tests.unit.read.extracts import ENROLMENT, HEADERS, accept, text
from warehouse.records import ACCEPTED, Issue, Status, Submission


def data_of(delivered: Submission, issues: tuple[Issue, ...] = ISSUES) -> Any:
    return json.loads(result_files(delivered, issues=issues, lines=LINES if issues else None)["receipt.json"])


def words(delivered: Submission, issues: tuple[Issue, ...] = (), lines: pl.DataFrame | None = None) -> str:
    """The receipt for a terminal, without its line ends."""
    return " ".join(receipt_text(receipt_record(delivered, issues=issues, lines=lines)).split())


class TestJson:
    def test_has_every_field(self) -> None:
        record = data_of(submission())
        assert record["submission"] == "S000012"
        assert record["position_date"] == "2025-12-31"
        assert record["status"] == "accepted_with_rejects"
        assert record["reason"] is None
        assert record["duplicate_of"] is None
        assert record["rows"] == {"read": 50_000, "accepted": 48_759, "rejected": 1_234, "merged": 7, "warned": 12}
        assert record["file_facts"] == {"format": "csv", "delimiter": ";"}
        assert record["received_at"] == "2026-01-01T00:00:00+00:00"
        assert (record["compared_with"], record["fixed"], record["superseded_by"]) == (None, [], None)
        assert [(rule["code"], rule["severity"], rule["columns"], rule["rows"]) for rule in record["rules"]] == [
            ("NIK_LENGTH", "reject_row", ["NIK"], 1_234),
            ("REPEAT_MERGED", "warn", [], 7),
            ("KPJ_LENGTH", "warn", ["KPJ"], 5),
        ]
        assert [rule["first_rows"] for rule in record["rules"]] == [[*range(2, 12)], [], [3, 4]]

    def test_has_both_languages(self) -> None:
        record = data_of(submission())
        pairs = [{"text_id": record[f"{name}_id"], "text_en": record[f"{name}_en"]} for name in ("status", "next")]
        for part in (*record["rules"], *pairs):
            assert part["text_id"]
            assert part["text_en"]
            assert part["text_id"] != part["text_en"]

    def test_a_correction_is_named_as_the_next_revision(self) -> None:
        assert "PESERTA_K01_20251231_R2." in data_of(submission())["next_id"]
        assert "_R1." in data_of(submission(status=Status.HELD, revision=0), ())["next_en"]
        assert "_R" not in data_of(submission(status=Status.ACCEPTED), ())["next_en"]

    @pytest.mark.parametrize(
        "code", ["NAME_INVALID", "BRANCH_MISMATCH", "POSITION_IN_FUTURE", "FEED_NOT_ALLOWED", "BRANCH_NOT_LISTED"]
    )
    def test_a_wrong_name_or_place_needs_no_new_export(self, code: str) -> None:
        usual = data_of(submission(status=Status.REFUSED, reason_code="EMPTY"), ())
        record = data_of(submission(status=Status.REFUSED, reason_code=code), ())
        assert "export again" in usual["next_en"]
        assert "export again" not in record["next_en"]
        assert "ekspor ulang dari" not in record["next_id"]
        assert "send" in record["next_en"].lower()
        assert "kirim lagi" in record["next_id"].lower()

    @pytest.mark.parametrize("code", ["NAME_INVALID", "POSITION_IN_FUTURE"])
    def test_a_dry_run_of_a_wrong_name_is_told_to_check_again(self, code: str) -> None:
        record = receipt_record(submission(status=Status.REFUSED, reason_code=code), issues=(), dry_run=DryRun.COMMAND)
        assert "export again from" not in record["next_en"]
        assert "check" in record["next_en"]
        assert "periksa lagi" in record["next_id"]

    def test_a_dry_run_has_no_number_and_no_time(self) -> None:
        record = receipt_record(submission(id=0), issues=ISSUES, dry_run=DryRun.COMMAND)
        assert (record["submission"], record["received_at"]) == (None, None)
        assert "DRY RUN" in receipt_text(record)
        assert record["next_id"] != data_of(submission())["next_id"]
        assert COMMAND_STEPS.keys() <= NEXT_STEPS.keys()


class TestText:
    @pytest.mark.parametrize("status", Status)
    def test_has_both_languages_for_every_status(self, status: Status) -> None:
        written = words(submission(status=status))
        assert all(part in written for part in STATUS_TEXTS[status])
        assert all(part.removesuffix(".") in written for part in NEXT_STEPS[status])

    @pytest.mark.parametrize("rule", FILE_RULES, ids=lambda rule: rule.code)
    def test_has_both_languages_for_every_reason(self, rule: Any) -> None:
        refused = submission(status=Status.REFUSED, reason_code=rule.code, details={"reason_detail": "KPJ"}, feed=None)
        written = words(refused).replace(" ", "")
        for part in (rule.text_id, rule.text_en, rule.code, "KPJ"):
            assert part.replace(" ", "") in written

    def test_counts_with_thousands_dots_and_names_the_first_rows(self) -> None:
        written = words(submission(), ISSUES, LINES)
        for part in ("S000012", "50.000", "48.759", "1.234", "NIK_LENGTH", "PESERTA_K01_20251231_R1.csv", "2025-12-31"):
            assert part in written
        assert "baris/rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ..." in written
        assert "baris/rows 3, 4, ..." in written

    def test_fits_the_terminal(self) -> None:
        long = submission(file_name="x" * 300 + ".csv", details={"reason_detail": "y " * 200}, reason_code="NO_ROWS")
        assert max(map(len, receipt_text(receipt_record(long, issues=ISSUES)).splitlines())) <= 88

    def test_of_a_duplicate_names_the_first(self) -> None:
        assert "S000003" in words(submission(status=Status.DUPLICATE, duplicate_of=3))

    def test_of_a_file_whose_name_says_nothing(self) -> None:
        unknown = submission(branch=None, feed=None, position_date=None, revision=0, file_name="data baru.csv")
        assert "data baru.csv" in words(unknown)
        assert data_of(unknown, ())["position_date"] is None

    @pytest.mark.parametrize("sign", ["\x1b", "\n", "\r", "\u202e", "\u2028", "\x07"])
    def test_a_file_name_cannot_steer_the_terminal(self, sign: str) -> None:
        record = receipt_record(submission(file_name=f"a{sign}[31mb.csv"), issues=())
        assert sign not in receipt_text(record).split("=\n")[1].split("Jenis")[0].rstrip("\n")


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


@pytest.mark.parametrize(
    ("file_name", "folder"),
    [
        ("CEK_PESERTA_K01_20251231.csv", "CEK_PESERTA_K01_20251231.csv"),
        ("cek_peserta_k01_20251231.csv", "cek_peserta_k01_20251231.csv"),
        ("CEK_../S000001_x", "CEK_.._S000001_x"),
        ("CEK_..", "CEK_"),
        ("nama-disamarkan_0badcafe.csv", "CEK_nama-disamarkan_0badcafe.csv"),
        ("S000001_PESERTA_K01_20251231.csv", "CEK_S000001_PESERTA_K01_20251231.csv"),
    ],
)
def test_the_folder_of_a_check_never_is_that_of_a_delivery(file_name: str, folder: str) -> None:
    assert check_folder(file_name) == folder


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.REFUSED, Status.HELD, *sorted(ACCEPTED), Status.FAILED])
@pytest.mark.parametrize("reason", ["", "NAME_INVALID", "BRANCH_MISMATCH"])
def test_the_receipt_of_a_dropped_check_says_that_it_was_one_and_how_to_deliver(status: Status, reason: str) -> None:
    record = receipt_record(submission(id=0, status=status, reason_code=reason), issues=(), dry_run=DryRun.DROP)
    for said, first, last in (
        (record["next_id"], "Ini hanya pemeriksaan: ", " tanpa CEK_ pada namanya."),
        (record["next_en"], "This was a check only: ", " without CEK_ in its name."),
    ):
        assert said.startswith(first)
        assert said.endswith(last)
    assert record["submission"] is None


def test_no_cell_of_the_file_appears() -> None:
    secret = ["7205011708900XYZ", "KPJRAHASIA9", "NAMARAHASIA", "SEGMENRAHASIA", "TANGGALRAHASIA", "BLTHRAHASIA"]
    good = ["7205011708900003", "98765432109", "NAMARAHASIA", "PU", "01/03/2020", "2025-12"]
    extract = accept(text([good, secret, secret]).encode())
    checked = check_extract(extract, feed=ENROLMENT, max_reject_share=0.1)
    delivered = submission(details={"file": dict(extract.facts)}, rows_read=checked.rows_read)
    lines = row_lines(checked.rejected, checked.warned)
    files = result_files(delivered, issues=checked.issues, lines=lines)
    workbook = zipfile.ZipFile(io.BytesIO(files.pop("receipt.xlsx")))
    texts = [
        *(content.decode() for content in files.values()),
        *(workbook.read(name).decode() for name in workbook.namelist()),
        receipt_text(receipt_record(delivered, issues=checked.issues, lines=lines)),
        str(checked.refusal),
    ]
    assert len(files) == 3
    assert len(checked.issues) >= 4
    for cell in {*secret, *good} - {"PU", "2025-12", *HEADERS}:
        assert not any(cell in written for written in texts), cell


def test_rows_are_listed_with_both_texts() -> None:
    extract = accept(text([["1", "12345678901", "", "PU", "01/03/2020", "2025-12"]]).encode())
    checked = check_extract(extract, feed=ENROLMENT, max_reject_share=1.0)
    written = rows_csv(row_lines(checked.rejected, checked.warned), feed="enrolment").decode()
    lines = list(csv.DictReader(io.StringIO(written)))
    rule = ENROLMENT.rule("NIK_LENGTH")
    assert lines == [
        {
            "row_no": "2",
            "severity": "reject_row",
            "code": "NIK_LENGTH",
            "columns": "NIK",
            "text_id": rule.text_id,
            "text_en": rule.text_en,
        }
    ]


def test_a_status_that_was_not_understood_is_told_with_its_rows() -> None:
    (line,) = [one for one in fact_lines({"statuses_unknown": {"STATUS": 1200}}) if one["key"] == "statuses_unknown"]
    assert (line["value_id"], line["value_en"]) == ("STATUS: 1.200 baris", "STATUS: 1,200 rows")
