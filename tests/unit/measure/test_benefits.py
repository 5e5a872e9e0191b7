"""Benefits: the case published for Buol, and a plain count."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from expectations.contracts import FEEDS
from tasks.measure.tables.benefits import benefit_figures
from warehouse.dimensions.closed_lists import BENEFITS
from warehouse.submissions.references import claims_schema

MAY = date(2024, 5, 31)
Claim = tuple[str | None, str, int | Decimal, date]


def claims(rows: list[Claim]) -> pl.LazyFrame:
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


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["72.05", "72.06", "15.03", None]),
            st.sampled_from(BENEFITS),
            st.decimals(0, 10**9, places=2),
            st.dates(date(2022, 6, 1), date(2024, 8, 1)),
        ),
        max_size=30,
    )
)
def test_as_counted_one_by_one(rows: list[Claim]) -> None:
    expected: Counter[tuple[str, date, str, str]] = Counter()
    for region, programme, amount, day in rows:
        if date(2023, 1, 1) <= day <= MAY:
            month = day - timedelta(days=day.day - 1)
            for code in ("ID", *((region[:2], region) if region else ())):
                expected[code, month, programme, "claims"] += 1
                expected[code, month, programme, "amount_rupiah"] += round(amount)
    paid = benefit_figures(claims(rows), as_of=MAY)
    found = {
        (row["region_code"], row["period"], row["programme"], count): row[count]
        for row in paid.iter_rows(named=True)
        for count in ("claims", "amount_rupiah")
    }
    assert found == dict(expected)
