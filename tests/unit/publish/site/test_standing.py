"""Where a region stands, against ranks, targets and branches that were counted by hand."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from tasks.publish.files.site.findings.standing import completeness_line, standing_bars, standing_lines
from tasks.publish.files.site.region_facts import RegionFacts, region_facts
from tests.unit.publish.made_facts import made_tables

NATION = {"region_code": "ID", "region_name": "Indonesia", "coverage_pct": Decimal("30.00")}
PROVINCE = {"region_code": "72", "region_name": "Sulawesi Tengah", "coverage_pct": Decimal("16.05")}
GOAL = {"issuer": "RPJMN", "year": 2029, "target_pct": Decimal("43.92"), "gap_points": Decimal("13.92"),
        "gap_people": 9}  # fmt: skip


def buol(
    coverage_pct: str | None, *, own: list[dict[str, Any]] | None = None, moved: list[dict[str, Any]] | None = None
) -> RegionFacts:
    """A regency that is the 4th of 12 in its province and the 402nd of 501; two branches are late, one has no data."""
    row = {
        "region_code": "72.05", "region_name": "Kabupaten Buol", "basis": "nik",
        "rank_in_province": 4, "rank_national": 402,
        "coverage_pct": None if coverage_pct is None else Decimal(coverage_pct),
        "branches_in": 9, "branches_carried_forward": 2, "branches_missing": 1,
    }  # fmt: skip
    return RegionFacts(
        code="72.05",
        name="Kabupaten Buol",
        level="regency",
        above=("72", "Sulawesi Tengah"),
        coverage=row,
        of=defaultdict(tuple, ucj_target=own or (), ucj_movement=moved or ()),
        bases=(),
        within=(),
        areas=(),
        around=(PROVINCE, NATION),
        ranked={"rank_in_province": 12, "rank_national": 501},
        targets_around=("Indonesia", [GOAL]),
    )


def said(region: RegionFacts) -> list[str]:
    return [line.text.id.replace("\u00a0", " ") for line in standing_lines(region)]


def test_rank_target_and_completeness_are_told_in_this_order() -> None:
    assert said(buol("7.32")) == [
        "Peringkat 4 dari 12 kabupaten/kota di Sulawesi Tengah, 402 dari 501 di Indonesia",
        "Belum ada target sendiri; kurang 36,60 poin dari target Indonesia menurut RPJMN 2029 (43,92 %)",
        "Data belum lengkap: 9 dari 12 kantor cabang masuk; 2 dihitung dengan data lama; 1 belum ada datanya",
    ]
    assert [line.warns for line in standing_lines(buol("7.32"))] == [False, False, True]


def moved(comparison: str, points: str | None, *flags: str, basis: str = "nik") -> dict[str, Any]:
    change = None if points is None else Decimal(points)
    return {"comparison": comparison, "change_points": change, "flags": ";".join(flags), "basis": basis}


def test_the_change_since_a_year_and_a_month_is_told_first() -> None:
    rows = [moved("previous_month", "-0.09"), moved("december", "4.00"), moved("year_ago", "1.20")]
    assert said(buol("7.32", moved=rows))[0] == (
        "Cakupan naik 1,20 poin dibanding bulan yang sama tahun lalu; turun 0,09 poin dibanding akhir bulan lalu"
    )
    assert standing_lines(buol("7.32", moved=[moved("year_ago", "0.00")]))[0].text.en == (
        "Coverage unchanged since the same month last year"
    )


def test_what_a_change_rests_on_is_told_with_it() -> None:
    rows = [moved("year_ago", "1.20", "eligible_changed", "then_on_older_positions", "history_short")]
    assert said(buol("7.32", moved=rows))[0] == (
        "Cakupan naik 1,20 poin dibanding bulan yang sama tahun lalu (sebagian kantor cabang memakai data lama; "
        "pekerja yang berhak menurut tahun atau versi lain)"
    )


def test_no_change_is_told_that_the_table_leaves_open_or_has_on_another_basis() -> None:
    rows = [moved("year_ago", None, "branch_without_then"), moved("previous_month", "3.00", basis="nik_adjusted")]
    assert said(buol("7.32", moved=rows)) == said(buol("7.32"))


def test_a_target_of_its_own_goes_before_that_of_the_nation() -> None:
    own = {**GOAL, "issuer": "RPJMD", "year": 2026, "target_pct": Decimal(20), "gap_people": 5}
    assert said(buol("7.32", own=[own]))[1] == "Kurang 5 orang dari target RPJMD 2026 (20,00 %)"
    assert [bar.name.id for bar in standing_bars(buol("7.32", own=[own]))][-1] == "Target RPJMD 2026"


def test_a_region_above_the_target_of_the_nation_is_told_so() -> None:
    assert said(buol("43.92"))[1] == (
        "Belum ada target sendiri; sudah mencapai target Indonesia menurut RPJMN 2029 (43,92 %)"
    )


def test_without_a_denominator_nothing_is_compared() -> None:
    region = buol(None)
    assert standing_bars(region) == []
    assert not any("target" in line for line in said(region))


def test_bars_are_of_the_region_then_of_those_around_it_then_of_the_target() -> None:
    bars = standing_bars(buol("7.32"))
    assert [(bar.name.id, bar.row["coverage_pct"], bar.path) for bar in bars] == [
        ("Kabupaten Buol", Decimal("7.32"), None),
        ("Sulawesi Tengah", Decimal("16.05"), "72.html"),
        ("Indonesia", Decimal("30.00"), "../index.html"),
        ("Target RPJMN 2029 (Indonesia)", Decimal("43.92"), None),
    ]


def test_complete_data_are_said_to_be_complete() -> None:
    line = completeness_line(new=325, old=0, none=0)
    assert (line.text.id, line.warns) == ("Data lengkap: semua kantor cabang masuk (325)", False)
    assert completeness_line(new=1, old=1, none=0).text.en == (
        "Data incomplete: 1 of 2 branches are in; 1 counted with older data"
    )


def test_a_region_is_ranked_among_those_with_a_denominator_only() -> None:
    tables = made_tables()
    coverage = tables["ucj_coverage"].filter(basis="nik")
    with_one = coverage.filter(coverage["eligible"].is_not_null())
    within = with_one.filter(with_one["region_code"].str.starts_with("72."))
    facts = {region.code: region for region in region_facts(tables)}
    assert with_one.filter(level="regency").height < 514
    assert facts["72.05"].ranked == {
        "rank_national": with_one.filter(level="regency").height,
        "rank_in_province": within.height,
    }
    assert facts["72"].ranked["rank_national"] == 38
    assert [row["region_code"] for row in facts["72.05"].around] == ["72", "ID"]
    assert facts["ID"].around == []
