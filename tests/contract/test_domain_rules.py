"""What must be checked, as the domain states it, written down once more: each point has its rules, in its severity.

The codes stand in receipts that branches keep: this table may grow, but no code may leave it. What moved
from a warning to a rejection (dates that decide a state and cannot be read) stands in the changelog.
"""

from pathlib import Path

import pytest

from expectations.contracts import FEEDS
from expectations.contracts.file_rules import FILE_RULES
from expectations.contracts.schema import Severity
from tasks.check.check import MERGED_REPEAT, check_extract
from tests.contract.test_rule_examples import Example, read, write

ENROLMENT = FEEDS["enrolment"]
RULES = {rule.code: rule for rule in ENROLMENT.rules}
FILES = {rule.code: rule for rule in FILE_RULES}

REJECTED = {
    "NIK missing, but for JAKON": "NIK_MISSING",
    "NIK not 16 digits": "NIK_LENGTH",
    "NIK with an impossible date": "NIK_DATE",
    "NIK with serial 0000": "NIK_SERIAL",
    "NIK of a regency prefix that never existed": "NIK_REGION",
    "KPJ missing, but for JAKON": "KPJ_MISSING",
    "SEGMEN unknown": "SEGMENT_UNKNOWN",
    "required field empty": "SEGMENT_MISSING REGISTERED_ON_MISSING PERIOD_MISSING HEAD_COUNT_MISSING",
    "date or month that decides the state, filled but not readable": "REGISTERED_ON_UNREADABLE PERIOD_UNREADABLE"
    " ENDED_ON_UNREADABLE ENDS_ON_UNREADABLE LAST_PAID_UNREADABLE",
    "end before registration": "ENDS_BEFORE_REGISTRATION ENDED_BEFORE_REGISTRATION",
    "number that a spreadsheet kept as a number": "NIK_AS_NUMBER KPJ_AS_NUMBER",
    "TANGGAL_KEPESERTAAN after the position date": "REGISTERED_AFTER_POSITION",
    "JUMLAH_TK below 1": "HEAD_COUNT_BELOW_ONE",
    "JUMLAH_TK above 1 where there is a NIK": "HEAD_COUNT_WITH_NIK",
    "JAKON row without NIK and without a regency": "HEADS_WITHOUT_REGION",
    "ragged line": "ROW_RAGGED",
    "row whose status or mark takes it back": "ROW_TAKEN_BACK",
}
WARNED = {
    "NIK against birth date": "NIK_BIRTH_DATE",
    "NIK against sex": "NIK_SEX",
    "unknown district prefix": "NIK_DISTRICT",
    "KPJ not 11 digits after restoring lost zeros": "KPJ_LENGTH",
    "NPP not 8 digits, project number not 13": "EMPLOYER_LENGTH PROJECT_LENGTH",
    "age below 15 or above 100": "AGE_RANGE",
    "BPU first registered at 65 or later": "BPU_AGE",
    "paid month after the end date": "PAID_AFTER_END",
    "paid month before registration": "PAID_BEFORE_REGISTRATION",
    "paid ahead": "PAID_AHEAD",
    "programmes that do not fit the segment": "PROGRAMME_SEGMENT",
    "unknown KATEGORI": "CATEGORY_UNKNOWN",
    "unknown SUMBER_DANA": "FUNDER_UNKNOWN",
    "unknown village": "VILLAGE_UNKNOWN",
    "unknown work regency": "WORKPLACE_UNKNOWN",
    "bad optional field": "BIRTH_DATE_UNREADABLE SEX_UNREADABLE WAGE_UNREADABLE"
    " HEAD_COUNT_UNREADABLE PROGRAMME_UNREADABLE EMPLOYER_UNREADABLE PROJECT_UNREADABLE",
    "time of day beside a date": "TIME_OF_DAY",
    "wage negative or above a thousand million": "WAGE_RANGE",
    "a wage earner or self-employed person whose state no month tells": "PERIOD_SEGMENT",
}
REFUSED = {
    "not readable": "NOT_READABLE",
    "empty": "EMPTY",
    "header only": "NO_ROWS",
    "no header found": "HEADER_NOT_FOUND",
    "required column missing": "COLUMN_MISSING",
    "encrypted": "ENCRYPTED",
    "container broken": "CONTAINER_BROKEN",
    "container with other than one member, or a path in its name": "CONTAINER_MEMBERS",
    "name not of the contract": "NAME_INVALID",
    "position date after today": "POSITION_IN_FUTURE",
    "branch not allowed": "BRANCH_NOT_LISTED BRANCH_MISMATCH FEED_NOT_ALLOWED",
    "too many of the rows rejected": "TOO_MANY_REJECTS",
    "Excel damage": "NIK_EXCEL_DAMAGE IDENTIFIER_AS_NUMBER",
    "column that can be read in two ways": "DATE_ORDER_UNCLEAR AMOUNT_SEPARATORS_UNCLEAR TARGET_AS_SHARE",
    "numbers in thousands or millions": "NUMBERS_IN_UNITS",
    "amounts in another currency": "CURRENCY_OTHER",
}
HELD = {
    "accepted rows far below or above the same month last year": "ROW_COUNT_JUMP",
    "share of rows ended, lapsed or not yet begun far from the position before": "ENDED_SHARE LAPSED_SHARE"
    " NOT_BEGUN_SHARE",
    "share of rows with one warning far above the position before": "WARNED_SHARE",
    "one value in a column that varied before": "COLUMN_UNIFORM",
    "NIK regencies far from those before": "REGENCIES_FAR",
    "sum of a column against the recap row": "RECAP_DIFFERS",
    "last row that a spreadsheet has": "ROWS_AT_LIMIT",
}

# boundaries that the rules' own examples leave open: cells over the feed's example, and the codes they break.
# The position date is 31 December 2025.
BOUNDARIES = {
    "fifteen years old on the position date": ({"NIK": "7205013112100003", "TANGGAL_LAHIR": "31/12/2010"}, ""),
    "fifteen the day after": ({"NIK": "7205010101110003", "TANGGAL_LAHIR": "01/01/2011"}, "AGE_RANGE"),
    "a hundred years old": ({"NIK": "7205011708250003", "TANGGAL_LAHIR": "17/08/1925"}, ""),
    "a hundred and one": ({"NIK": "7205013112240003", "TANGGAL_LAHIR": "31/12/1924"}, "AGE_RANGE"),
    "a wage of nothing": ({"UPAH": "0"}, ""),
    "a wage of a thousand million": ({"UPAH": "1.000.000.000"}, ""),
    "a negative wage": ({"UPAH": "-1"}, "WAGE_RANGE"),
    "paid for the month of the end": ({"TANGGAL_NONAKTIF": "01/12/2025"}, ""),
    "registered on the position date": ({"TANGGAL_KEPESERTAAN": "31/12/2025"}, ""),
    "last serial": ({"NIK": "7205011708909999"}, ""),
    "a leap day": ({"NIK": "7205012902960003", "TANGGAL_LAHIR": "29/02/1996"}, ""),
    "no leap day": ({"NIK": "7205012902950003", "TANGGAL_LAHIR": ""}, "NIK_DATE"),
    "a woman's day 71": ({"NIK": "7205017108900003", "JENIS_KELAMIN": "P", "TANGGAL_LAHIR": "31/08/1990"}, ""),
    "a woman's day 72": ({"NIK": "7205017208900003", "JENIS_KELAMIN": "P", "TANGGAL_LAHIR": ""}, "NIK_DATE"),
    "a regency renumbered in 2022": ({"NIK": "9101011708900003"}, ""),
    "a card that lost three zeros": ({"KPJ": "12345678"}, ""),
    "a card that lost four digits": ({"KPJ": "1234567"}, "KPJ_LENGTH"),
}


def codes(*tables: dict[str, str]) -> set[str]:
    """All codes of the tables."""
    return {code for table in tables for text in table.values() for code in text.split()}


@pytest.mark.parametrize(
    ("table", "severity"), [(REJECTED, Severity.REJECT_ROW), (WARNED, Severity.WARN)], ids=["reject", "warn"]
)
def test_rows_are_judged_as_the_domain_says(table: dict[str, str], severity: Severity) -> None:
    assert {code for code in codes(table) if RULES[code].severity is not severity} == set()


def test_no_rule_of_the_enrolments_is_without_a_point_in_the_table() -> None:
    assert codes(REJECTED, WARNED) == RULES.keys()
    assert not codes(REJECTED) & codes(WARNED)


@pytest.mark.parametrize(
    ("table", "severity"), [(REFUSED, Severity.REFUSE_FILE), (HELD, Severity.HOLD_FILE)], ids=["refuse", "hold"]
)
def test_files_are_judged_as_the_domain_says(table: dict[str, str], severity: Severity) -> None:
    assert {code for code in codes(table) if FILES[code].severity is not severity} == set()


def verdicts(tmp_path: Path, *rows: dict[str, str]) -> list[set[str]]:
    """The codes that rows of one file break, each row laid over the example."""
    written = [Example(str(number), {**ENROLMENT.example, **row}) for number, row in enumerate(rows)]
    write(tmp_path / "rows.csv", ENROLMENT, written)
    extract = read(tmp_path / "rows.csv", ENROLMENT)
    checked = check_extract(extract, feed=ENROLMENT, max_reject_share=1.0)
    broken: dict[int, set[str]] = {row_no: set() for row_no in extract.frame["row_no"]}
    for lines in (checked.rejected, checked.warned):
        for row_no, code in lines.select("row_no", "code").iter_rows():
            broken[row_no].add(code)
    return list(broken.values())


def test_each_rule_turns_at_its_boundary(tmp_path: Path) -> None:
    apart = ({**cells, "NPP": f"{10_000_000 + n}"} for n, (cells, _) in enumerate(BOUNDARIES.values()))
    found = dict(zip(BOUNDARIES, verdicts(tmp_path, *apart), strict=True))
    assert found == {name: set(expected.split()) for name, (_, expected) in BOUNDARIES.items()}


def test_one_person_with_several_cards_is_not_even_a_warning(tmp_path: Path) -> None:
    assert verdicts(tmp_path, {"KPJ": "12345678901"}, {"KPJ": "10987654321"}) == [set(), set()]


def test_a_repeat_is_merged_into_the_later_month_with_a_warning(tmp_path: Path) -> None:
    assert verdicts(tmp_path, {"BLTH_AKHIR": "11-2025"}, {"BLTH_AKHIR": "12-2025"}, {"BLTH_AKHIR": "10-2025"}) == [
        {MERGED_REPEAT},
        set(),
        {MERGED_REPEAT},
    ]
