"""What officials printed, and what is wrong with it."""

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from deployments.cli import app
from tasks.operations.audit.audit import audit
from tasks.operations.audit.finding import AuditFinding
from tasks.operations.audit.numbers import NotOneNumber, printed
from tasks.operations.audit.table import AuditTableError, read_table

MISTAKES = Path(__file__).with_name("mistakes.csv")
PUBLISHED = Path(__file__).parents[3] / "acceptance" / "published_figures.csv"


def findings(tmp_path: Path, text: str) -> list[AuditFinding]:
    table = tmp_path / "table.csv"
    table.write_text(text, encoding="utf-8")
    return audit(read_table(table))


def codes(tmp_path: Path, text: str) -> list[str]:
    return [finding.code for finding in findings(tmp_path, text)]


def test_of_published_figures_exactly_those_known_to_be_wrong_are_found() -> None:
    """Our list says of each line whether it adds up, worked out by hand; `na` where the report gives too little."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        known = {reader.line_num: row for reader in [csv.DictReader(file)] for row in reader}
    wrong = {number for number, row in known.items() if row["consistent"] == "n"}
    told: dict[int, set[str]] = defaultdict(set)
    for finding in audit(read_table(PUBLISHED)):
        told[finding.line].add(finding.code)
    assert len(wrong) == 14
    assert wrong <= told.keys()
    assert {known[line]["region"]: told[line] for line in told.keys() - wrong} == {
        "Kabupaten Wonogiri": {"GAP_POINTS"}  # the rate is right, what the report calls the gap is not
    }
    rates = {line for line in wrong if known[line]["numerator"] and known[line]["denominator"]}
    assert {line for line in rates if told[line] & {"RATE", "RATE_TRUNCATED"}} == rates


@given(active=st.integers(0, 10**7), eligible=st.integers(2, 10**7), places=st.integers(0, 4))
def test_a_rate_that_was_rounded_rightly_is_never_found(
    tmp_path_factory: pytest.TempPathFactory, active: int, eligible: int, places: int
) -> None:
    scaled, rest = divmod(active * 100 * 10**places, eligible)
    pct = Decimal(scaled + (rest * 2 >= eligible)).scaleb(-places)
    text = f"region,numerator,denominator,pct\nX,{active},{eligible},{pct:f}\n"
    assert codes(tmp_path_factory.mktemp("t"), text) == []


@pytest.mark.parametrize(
    ("numbers", "pct", "meant"),
    [
        ("50000,100001,,62.5", "80.00", "percent of the target"),  # 49.9995 of 62.5
        ("50001,100001,30001,", "30.00", "PU"),
    ],
)
def test_what_probably_was_meant(tmp_path: Path, numbers: str, pct: str, meant: str) -> None:
    text = f"region,numerator,denominator,pu,target_pct,pct\nX,{numbers},{pct}\n"
    (found,) = findings(tmp_path, text)
    assert found.code == "RATE"
    assert meant in found.text_en


def test_numerator_of_another_line_of_the_region(tmp_path: Path) -> None:
    text = "region,region_code,numerator,denominator,pct\nA,51,935079,1873899,58.68\nA by home,51,1099604,,\n"
    (found,) = findings(tmp_path, text)
    assert "line 3: 1,099,604" in found.text_en


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("target_pct,pct,gap_points", "52.69,31.99,20.70", []),
        ("target_pct,pct,gap_points", "52.69,31.99,68.01", ["GAP_POINTS"]),  # Wonogiri: the gap to 100
        ("numerator,denominator,pct,target_pct,gap_people", "760468,3058943,24.86,32.62,237360", []),  # Lampung
        ("numerator,denominator,pct,target_pct,gap_people", "760468,3058943,24.86,32.62,247360", ["GAP_PEOPLE"]),
        ("pct,previous_pct,change_points", "66.08,41.02,25.06", []),
        ("pct,previous_pct,change_points", "66.08,41.02,61.09", ["CHANGE"]),  # per cent instead of points
        ("pct,previous_pct,change_points", "66.08,0,61.09", ["CHANGE"]),
        ("pct,numerator,pu,bpu", "20,23218,12318,10900", []),  # Sijunjung
        ("pct,numerator,pu,bpu", "20,23218,32318,0", ["SEGMENT_SUM"]),
        ("pct,numerator,denominator", "41,33,79", ["RATE_TRUNCATED"]),
        ("pct,numerator,denominator", "41,33,0", []),
    ],
)
def test_each_check_finds_the_mistake_made_for_it(tmp_path: Path, header: str, row: str, expected: list[str]) -> None:
    assert codes(tmp_path, f"region,{header}\nX,{row}\n") == expected


def test_percent_instead_of_points_is_said(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, "region,pct,previous_pct,change_points\nX,66.08,41.02,61.09\n")
    assert "percent, not points" in found.text_en


def test_a_rank_that_the_printed_rates_contradict_is_found(tmp_path: Path) -> None:
    head = "region,region_code,level,as_of,pct,rank\n"
    luwu, jeneponto = "A,73.17,regency,2024-07-31,58.17,1\n", "B,73.04,regency,2024-07-31,23.41,24\n"
    right = f"{head}{luwu}{jeneponto}C,51.03,regency,2024-07-31,99,2\n"  # of another province
    assert codes(tmp_path, right) == []
    (found,) = findings(tmp_path, right.replace("23.41,24", "60,24"))
    assert (found.code, found.line) == ("RANK", 3)


def test_precision_of_printed_numbers() -> None:
    rounded, exact = printed("2800000", whole=True), printed("161200", whole=True)
    assert [int(rounded.low), int(rounded.high)] == [2_750_000, 2_850_000]
    assert [int(exact.low), int(exact.high)] == [161_199, 161_201]
    assert printed("24.50", whole=False).step == Decimal("0.01")


def test_a_table_that_cannot_be_read_says_what_it_needs(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n")
    with pytest.raises(AuditTableError, match="needs the columns region and pct"):
        read_table(table)
    table.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AuditTableError, match="UTF-8"):
        read_table(table)


def test_the_command_tells_what_was_found(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("region;pct;numerator;denominator\nX;50;1;2\n", encoding="utf-8-sig")
    good = CliRunner().invoke(app, ["audit", str(table), "--json"])
    assert (good.exit_code, json.loads(good.output)) == (0, {"lines": 1, "findings": []})
    bad = CliRunner().invoke(app, ["audit", str(PUBLISHED)])
    assert bad.exit_code == 1
    assert "49,90, bukan 50,88" in bad.output
    assert "49.90, not 50.88" in bad.output


def mistakes() -> dict[str, list[dict[str, str]]]:
    """Lines of made-up press reports, by the mistake in them."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with MISTAKES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["mistake"]].append(row)
    return found


def test_there_are_forty_mistakes() -> None:
    assert len(mistakes()) >= 40


@pytest.mark.parametrize("mistake", mistakes())
def test_each_mistake_is_found_and_what_was_meant_is_said(tmp_path: Path, mistake: str) -> None:
    rows = mistakes()[mistake]
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = audit(read_table(tmp_path / "t.csv"))
    expected = [(number, row["code"]) for number, row in enumerate(rows, start=2) if row["code"]]
    assert [(one.line, one.code) for one in found] == expected
    for one in found:
        assert rows[one.line - 2]["meant"] in one.text_en


@pytest.mark.parametrize(
    ("text", "whole", "value", "step"),
    [
        ("231.146", True, "231146", "1"),
        ("231,146", True, "231146", "1"),
        ("1.440.162 orang", True, "1440162", "1"),
        ("1 juta", True, "1000000", "1000000"),
        ("2,8 juta", True, "2800000", "100000"),
        ("1,44 million", True, "1440000", "10000"),
        ("231 ribu", True, "231000", "1000"),
        ("sekitar 700.000", True, "700000", "100000"),
        ("161200", True, "161200", "1"),
        ("16,05 %", False, "16.05", "0.01"),
        ("16.05", False, "16.05", "0.01"),
        ("24,5 persen", False, "24.5", "0.1"),
        ("1.050,5", False, "1050.5", "0.1"),
        ("-0,15 poin", False, "-0.15", "0.01"),
        ("\uff11\uff12,\uff15", False, "12.5", "0.1"),
    ],
)
def test_numbers_are_read_as_the_press_prints_them(text: str, whole: bool, value: str, step: str) -> None:
    found = printed(text, whole=whole)
    assert (found.value, found.step) == (Decimal(value), Decimal(step))


@pytest.mark.parametrize(
    "text", ["25.6 / 26.6", "1.23.456", "1,2,3", "12.5.", "tiga", "5 dari 15", "", "12.3456 lusin", "1.5"]
)
def test_what_is_not_one_number_is_said(text: str) -> None:
    with pytest.raises(NotOneNumber):
        printed(text, whole=True)
