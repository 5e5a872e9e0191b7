"""What officials printed, and what is wrong with it."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from deployments.cli import app
from tasks.audit.audit import Finding, audit
from tasks.audit.table import AuditTableError, printed, read_table

PUBLISHED = Path(__file__).parents[2] / "acceptance" / "published_figures.csv"


def findings(tmp_path: Path, text: str) -> list[Finding]:
    table = tmp_path / "table.csv"
    table.write_text(text, encoding="utf-8")
    return audit(read_table(table))


def codes(tmp_path: Path, text: str) -> list[str]:
    return [finding.code for finding in findings(tmp_path, text)]


def test_of_published_rates_exactly_those_known_to_be_wrong_are_found() -> None:
    """Our list says of each rate with numerator and denominator whether it recomputes, worked out by hand."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        known = {reader.line_num: row for reader in [csv.DictReader(file)] for row in reader}
    wrong = {n for n, row in known.items() if row["numerator"] and row["denominator"] and row["consistent"] == "n"}
    assert len(wrong) == 8
    found = audit(read_table(PUBLISHED))
    assert {f.line for f in found if f.code.startswith("RATE")} == wrong
    assert all(known[f.line]["consistent"] == "n" for f in found)
    told = {f.region for f in found if not f.code.startswith("RATE")}
    assert told == {"Kabupaten Lampung Utara", "Nusa Tenggara Barat", "DI Yogyakarta", "Kabupaten Garut"}


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
def test_each_check(tmp_path: Path, header: str, row: str, expected: list[str]) -> None:
    assert codes(tmp_path, f"region,{header}\nX,{row}\n") == expected


def test_percent_instead_of_points_is_said(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, "region,pct,previous_pct,change_points\nX,66.08,41.02,61.09\n")
    assert "percent, not points" in found.text_en


def test_ranks(tmp_path: Path) -> None:
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


def test_command(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("region;pct;numerator;denominator\nX;50;1;2\n", encoding="utf-8-sig")
    good = CliRunner().invoke(app, ["audit", str(table), "--json"])
    assert (good.exit_code, json.loads(good.output)) == (0, {"lines": 1, "findings": []})
    bad = CliRunner().invoke(app, ["audit", str(PUBLISHED)])
    assert bad.exit_code == 1
    assert "49.90, bukan 50.88" in bad.output
