"""Benefits: the case published for Buol, and a plain count."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from expectations.contracts import FEEDS
from tasks.measure.tables.benefits import benefit_figures, benefit_year_figures
from tests.property.measure.naive_benefits import Claim, months, years
from warehouse.dimensions.closed_lists import BENEFITS
from warehouse.figures.tables.benefit import BENEFIT, BENEFIT_YEAR
from warehouse.submissions.references import claims_schema

MAY = date(2024, 5, 31)


def claims(rows: Sequence[tuple[str | None, str, int | Decimal, date]]) -> pl.LazyFrame:
    made = [
        {
            "claim_id": bytes([n]),
            "region_nik": region,
            "programme": programme,
            "amount": Decimal(amount),
            "paid_on": day,
        }
        for n, (region, programme, amount, day) in enumerate(rows)
    ]
    return pl.LazyFrame(made, schema=claims_schema(FEEDS["benefit"]))


def test_death_and_scholarship_in_buol() -> None:
    """42 million for the death, 36 million for the scholarship: 78 million rupiah."""
    paid = benefit_figures(
        claims([("72.05", "JKM", 42_000_000, date(2024, 5, 6)), ("72.05", "BEASISWA", 36_000_000, date(2024, 5, 6))]),
        as_of=MAY,
    )
    for code in ("ID", "72", "72.05"):
        rows = paid.filter(region_code=code)
        assert rows.select("programme", "claims", "amount_rupiah").rows() == [
            ("JKM", 1, 42_000_000), ("BEASISWA", 1, 36_000_000),
        ]  # fmt: skip
        assert rows["amount_rupiah"].sum() == 78_000_000
    together = benefit_year_figures(paid).filter(programme="TOTAL")
    assert together["amount_rupiah"].to_list() == [78_000_000] * 3
    assert together["largest_claim"].to_list() == [42_000_000] * 3
    assert together["second_largest_claim"].to_list() == [36_000_000] * 3


PAID = st.lists(
    st.builds(
        Claim,
        st.sampled_from(["72.05", "72.06", "15.03", None]),
        st.sampled_from(BENEFITS),
        st.decimals(0, 10**9, places=2),
        st.dates(date(2022, 6, 1), date(2024, 8, 1)),
    ),
    max_size=30,
)


@given(PAID)
def test_months_and_years_are_as_counted_one_by_one(paid: list[Claim]) -> None:
    found = benefit_figures(claims([(one.region, one.programme, one.amount, one.paid_on) for one in paid]), as_of=MAY)
    assert found.to_dicts() == [{name: row[name] for name in BENEFIT.schema} for row in months(paid, MAY)]
    by_year = benefit_year_figures(found)
    assert by_year.to_dicts() == [{name: row[name] for name in BENEFIT_YEAR.schema} for row in years(paid, MAY)]
