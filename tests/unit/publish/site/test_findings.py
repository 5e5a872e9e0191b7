"""Sentences of a page, against sums that were done by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from tasks.publish.files.site.charts.trend import small_charts, trend_line
from tasks.publish.files.site.charts.waterfall import waterfall
from tasks.publish.files.site.findings.coverage import highest_and_lowest, of_bases, of_movement, of_targets, of_trend
from tasks.publish.files.site.findings.groups import of_arrears, of_benefits, of_cohorts, of_expiry
from warehouse.figures.schema import Text

DAY = date(2026, 10, 31)


def said(text: Text | None) -> str:
    assert text is not None
    return text.id.replace("\u00a0", " ")


def cohort(funder: str, active: int | None, points: str | None, *, comparison: str = "since") -> dict[str, Any]:
    share = None if points is None else Decimal(points)
    return {"comparison": comparison, "compared_with": DAY, "funder": funder, "active": active, "share_points": share}


def test_new_people_of_one_funder_raise_coverage_as_in_the_published_case() -> None:
    """27,214 new people by APBD raised coverage from 41.02 to 66.08 percent."""
    rows = [cohort("APBD_KAB", 20_000, "18.42"), cohort("APBD_KAB", 7_214, "6.64"), cohort("CSR", 100, "0.09")]
    assert said(of_cohorts(rows, coverage={"coverage_pct": Decimal("66.08")})) == (
        "27.214 peserta baru sejak 31 Oktober 2026 yang dibiayai APBD kabupaten/kota menaikkan cakupan dari 41,02 % "
        "menjadi 66,08 %"
    )


def test_two_comparisons_with_the_same_day_are_not_added() -> None:
    rows = [cohort("APBD_KAB", 20_000, "18.42", comparison=name) for name in ("previous_month", "since")]
    assert said(of_cohorts(rows, coverage={"coverage_pct": Decimal("66.08")})).startswith("20.000 peserta baru")
    known = [*rows[:1], cohort("APBD_KAB", None, None, comparison="december")]
    assert said(of_cohorts(known, coverage={"coverage_pct": Decimal("66.08")})).startswith("20.000 peserta baru")


def test_a_funder_of_which_a_part_is_hidden_is_not_summed() -> None:
    rows = [cohort("APBD_KAB", 20_000, "18.42"), cohort("APBD_KAB", None, None), cohort("CSR", 100, "0.09")]
    assert said(of_cohorts(rows, coverage={"coverage_pct": Decimal("66.08")})).startswith("100 peserta baru")
    assert of_cohorts(rows[:2], coverage={"coverage_pct": Decimal("66.08")}) is None


def target(issuer: str, year: int, target_pct: str, gap: str, people: int) -> dict[str, Any]:
    return {
        "issuer": issuer, "year": year, "target_pct": Decimal(target_pct), "gap_points": Decimal(gap),
        "gap_people": people,
    }  # fmt: skip


def test_the_nearest_target_that_is_missed_is_told() -> None:
    rows = [
        target("RPJPN", 2045, "99.5", "71.09", 3149), target("KEMENDAGRI", 2026, "52.15", "23.74", 1052),
        target("RPJMN", 2026, "20", "0", 0),
    ]  # fmt: skip
    assert said(of_targets(rows)) == "Kurang 1.052 orang dari target KEMENDAGRI 2026 (52,15 %)"
    assert said(of_targets(rows[2:])) == "Semua target tercapai"
    assert of_targets([]) is None


def month(day: date, coverage: str | None) -> dict[str, Any]:
    return {"series_date": day, "coverage_pct": None if coverage is None else Decimal(coverage)}


def test_a_series_is_told_from_its_first_to_its_last_figure() -> None:
    rows = [month(DAY, "28.41"), month(date(2025, 12, 31), "31.00"), month(date(2026, 3, 31), None)]
    assert said(of_trend(rows)) == "Cakupan turun 2,59 poin sejak 31 Desember 2025: dari 31,00 % menjadi 28,41 %"
    assert of_trend(rows[:1]) is None


def test_a_gap_parts_the_line_of_a_series() -> None:
    days = [date(2026, n, 28) for n in range(1, 6)]
    line = trend_line([month(day, value) for day, value in zip(days, ["10", "20", None, "40", "40"], strict=True)])
    assert line is not None
    assert [len(part.split()) for part in line.parts] == [2, 2]
    heights = [y for _, y in line.dots]
    assert heights[0] > heights[1] > heights[2] == heights[3] == 8.0
    base = 172.0
    assert (base - heights[0]) * 4 == base - heights[2]


MOVED = {
    "compared_with": DAY, "active_then": 100, "new": 30, "returned": 5, "lapsed": 10, "ended": 4, "gone": 1,
    "net": 20, "active_now": 120,
}  # fmt: skip


TITLES = {name: Text(id=name, en=name) for name in MOVED}


def test_the_bars_of_a_waterfall_lead_from_then_to_now() -> None:
    """From a base of 90: levels 100, 130, 135, 125, 121, 120, where a bar of 1 person is 100 / 45 percent wide."""
    bars = waterfall(MOVED, TITLES)
    assert [(bar.column, bar.value, bar.sign) for bar in bars] == [
        ("active_then", 100, 0), ("new", 30, 1), ("returned", 5, 1), ("lapsed", 10, -1), ("ended", 4, -1),
        ("gone", 1, -1), ("active_now", 120, 0),
    ]  # fmt: skip
    spans = [(round(90 + bar.start * 0.45), round(90 + (bar.start + bar.width) * 0.45)) for bar in bars]
    assert spans == [(90, 100), (100, 130), (130, 135), (125, 135), (121, 125), (120, 121), (90, 120)]
    assert said(of_movement([MOVED])) == "+20 orang sejak 31 Oktober 2026"


def test_people_of_branches_that_had_no_data_then_are_no_change() -> None:
    joined = {**MOVED, "net": 9688, "flags": "branch_without_then;history_short"}
    told = of_movement([joined])
    assert told is not None
    assert said(told) == (
        "Perubahan sejak 31 Oktober 2026 belum dapat dinyatakan: saat itu sebagian kantor cabang belum ada datanya"
    )
    assert "9" not in told.en
    later = {
        **MOVED,
        "compared_with": date(2026, 11, 30),
        "net": -1,
        "flags": "now_on_older_positions;eligible_changed",
    }
    assert said(of_movement([joined, later])) == (
        "−1 orang sejak 30 November 2026 (sebagian kantor cabang memakai data lama)"
    )


def test_a_series_is_told_from_the_date_at_which_the_last_branch_came_in() -> None:
    rows = [
        month(date(2026, 1, 31), "5"),
        {**month(date(2026, 2, 28), "20"), "flags": "branch_without_then"},
        {**month(date(2026, 3, 31), "22"), "flags": "eligible_changed"},
    ]
    assert said(of_trend(rows)) == (
        "Cakupan naik 2,00 poin sejak 28 Februari 2026: dari 20,00 % menjadi 22,00 % "
        "(pekerja yang berhak menurut tahun atau versi lain)"
    )
    assert of_trend(rows[:2]) is None
    charts = small_charts({("72.05", "Buol"): rows, ("72.06", "Morowali"): [rows[0], month(DAY, "6")]})
    assert charts is not None
    assert [one.moved for one in charts.charts] == [None, Decimal(1)]
    alone = small_charts({("72.05", "Buol"): rows})
    assert alone is not None
    assert alone.finding.id.startswith("Perubahan belum dapat dinyatakan")


def test_a_waterfall_with_a_hidden_part_is_not_drawn() -> None:
    assert waterfall({**MOVED, "gone": None}, TITLES) == ()


def test_a_target_near_by_is_a_level_above_the_line() -> None:
    rows = [month(date(2025, 12, 31), "10"), month(DAY, "20")]
    line = trend_line(rows, goal=target("KEMENDAGRI", 2026, "40", "20", 5))
    assert line is not None
    assert (line.goal_y, line.top) == (8.0, Decimal(40))
    assert [round((172 - y) / 164 * 40) for _, y in line.dots] == [10, 20]
    far = trend_line(rows, goal=target("RPJPN", 2045, "99.5", "79.5", 5))
    assert far is not None
    assert (far.goal, far.goal_y, far.top) == (None, None, Decimal(20))


def test_small_charts_share_one_scale_and_dates() -> None:
    first, last = date(2025, 12, 31), DAY
    charts = small_charts({
        ("72.05", "Buol"): [month(first, "10"), month(last, "40")],
        ("72.06", "Morowali"): [month(first, "20"), month(last, "15")],
        ("72.01", "Banggai"): [month(last, "90")],
    })  # fmt: skip
    assert charts is not None
    assert (charts.top, charts.since, charts.until) == (Decimal(40), first, last)
    assert [(one.code, one.moved) for one in charts.charts] == [("72.05", Decimal(30)), ("72.06", Decimal(-5))]
    heights = {one.code: [round((172 - y) / 164 * 40) for _, y in one.dots] for one in charts.charts}
    assert heights == {"72.05": [10, 40], "72.06": [20, 15]}
    assert said(charts.finding) == "Perubahan tertinggi: Buol (+30 poin); terendah: Morowali (−5 poin)"
    assert small_charts({("72.01", "Banggai"): [month(last, "90")]}) is None


def test_a_sum_with_a_hidden_part_says_at_least() -> None:
    def ends(ahead: int, active: int | None) -> dict[str, Any]:
        status = "confidential" if active is None else "value"
        return {"months_ahead": ahead, "active": active, "active_status": status}

    assert said(of_expiry([ends(1, 7), ends(3, 5), ends(4, 9)])) == "12 orang berakhir perlindungannya dalam 3 bulan"
    assert said(of_expiry([ends(1, 7), ends(2, None)])).startswith("Sedikitnya 7 orang")
    paid = {"period": date(2025, 1, 1), "amount_rupiah": 78_000_000, "amount_rupiah_status": "value"}
    assert said(of_benefits([paid])) == "Rp78.000.000 dibayarkan sejak 1 Januari 2025"


def test_bases_and_regions_are_told_by_their_coverage() -> None:
    def on(basis: str, percent: str | None) -> dict[str, Any]:
        return {"basis": basis, "coverage_pct": percent and Decimal(percent)}

    rows = [on("nik", "1.90"), on("nik_adjusted", "41.90"), on("domicile", None)]
    expected = "Cakupan: 41,90 % basis NIK, disesuaikan dengan pemekaran; 1,90 % basis NIK"
    assert said(of_bases(rows)) == expected
    assert of_bases(rows[:1]) is None
    regions = [
        {"region_name": name, "coverage_pct": Decimal(value)} for name, value in (("Poso", "22.5"), ("Buol", "47"))
    ]
    assert said(highest_and_lowest(regions)) == "Tertinggi: Buol, 47,00 %; terendah: Poso, 22,50 %"


def test_people_in_arrears_are_summed_over_the_months() -> None:
    rows = [
        {"unpaid_months": months, "active": active, "active_status": "confidential" if active is None else "value"}
        for months, active in ((0, 900), (1, 30), (2, 12), (3, None))
    ]
    assert said(of_arrears(rows)) == "Sedikitnya 42 peserta aktif menunggak satu bulan atau lebih"
    assert said(of_arrears(rows[:3])) == "42 peserta aktif menunggak satu bulan atau lebih"
    assert of_arrears(rows[:1]) is None
