"""Amounts of benefits: no single claim can be told from them, by month, by year, or by two releases together.

A hidden amount keeps a range of a fifth of itself; one that a claim dominates, what it lacks of being shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given

from tasks.protect.protect import PublishableFacts, protect
from tests.drawn import drawn
from tests.property.protect.attacker import Attacker
from tests.property.protect.benefit_trees import CLAIMS, Paid, benefit_tables
from tests.property.protect.knowledge import AMOUNTS, COUNTS, Name
from tests.property.protect.small_nation import tables_of
from tests.property.protect.test_nobody_is_found_out import ALMOST, ONE_ALONE, RULES

PARAMETERS = drawn(
    by_day=12,
    by_night=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
OTHERS = {name: frame for name, frame in tables_of(ONE_ALONE).items() if name not in AMOUNTS}
BENEFITS = {name: columns for name, columns in COUNTS.items() if name in AMOUNTS}
JANUARY, APRIL = date(2024, 1, 31), date(2024, 4, 30)


def protected(
    claims: Iterable[Paid], *, as_of: date = date(2024, 5, 31), kept: Mapping[str, pl.DataFrame] | None = None
) -> PublishableFacts:
    """A release of these claims."""
    others = {name: frame.with_columns(as_of=as_of) for name, frame in OTHERS.items()}
    return protect(others | benefit_tables(claims, as_of=as_of), rules=RULES, kept=kept)


def claims_found(tables: Mapping[str, pl.DataFrame], *, kept: Sequence[pl.DataFrame] = ()) -> dict[Name, float]:
    """Hidden numbers of claims of which the attacker finds a range narrower than five."""
    ranges = Attacker(tables, counts=BENEFITS, kept=kept).ranges()
    return {name: most - least for name, least, most in ranges if most - least < 5 - ALMOST}


def amounts_found(
    release: PublishableFacts, tables: Mapping[str, pl.DataFrame], *, kept: Sequence[pl.DataFrame] = ()
) -> dict[Name, float]:
    """Hidden amounts of which the attacker finds a range that is too narrow."""
    attacker = Attacker(tables, counts=AMOUNTS, kept=kept, least=0.0, enough=float("inf"))
    needed = {}
    for table, ((column,), keys) in AMOUNTS.items():
        facts = release.full[table]
        for row in facts.iter_rows(named=True):
            needed[attacker.name(table, column, row, keys)] = 0.2 * row[column]
    return {name: most - least for name, least, most in attacker.ranges() if most - least < needed[name] - ALMOST}


@PARAMETERS
@given(CLAIMS)
def test_neither_claims_nor_amounts_are_narrowed_down(claims: list[Paid]) -> None:
    release = protected(claims)
    assert claims_found(release.tables) == {}
    assert amounts_found(release, release.tables) == {}


@PARAMETERS
@given(CLAIMS)
def test_an_amount_is_shown_only_where_no_claim_can_be_estimated_from_it(claims: list[Paid]) -> None:
    """Who received the second largest claim takes the rest for the largest: half of it is wrong at least."""
    release = protected(claims)
    for row in release.tables["ucj_benefit"].filter(pl.col("amount_rupiah") > 0).iter_rows(named=True):
        here = row["region_code"]
        paid = sorted(
            one.rupiah
            for one in claims
            if (here == "ID" or one.region.startswith(here))
            and (one.month, one.programme) == (row["period"], row["programme"])
        )
        assert len(paid) >= 5
        assert sum(paid) - paid[-2] >= 2 * paid[-1]


@PARAMETERS
@given(CLAIMS)
def test_largest_claims_are_in_no_edition(claims: list[Paid]) -> None:
    release = protected(claims)
    for edition in (release.tables, release.full):
        assert not any("largest" in column for frame in edition.values() for column in frame.columns)


@PARAMETERS
@given(CLAIMS)
def test_a_release_and_those_of_earlier_months_together_tell_no_more(claims: list[Paid]) -> None:
    kept: dict[str, pl.DataFrame] = {}
    for day in (JANUARY, APRIL):
        release = protected([one for one in claims if one.month <= day], as_of=day, kept=kept)
        kept |= {f"{name}@{day}-0": release.tables[name] for name in AMOUNTS}
    last = protected(claims, kept=kept)
    years = [frame for name, frame in kept.items() if name.startswith("ucj_benefit_year")]
    assert claims_found(last.tables, kept=years) == {}
    assert amounts_found(last, last.tables, kept=years) == {}


def equal_claims(region: str, *numbers: int) -> list[Paid]:
    """So many claims of 42 each in the months from January on."""
    return [
        Paid(region, 42, date(2024, month, 1)) for month, number in enumerate(numbers, start=1) for _ in range(number)
    ]


def test_where_months_are_hidden_the_year_is_shown() -> None:
    release = protected([*equal_claims("11.01", 2, 3, 2, 4, 1), *equal_claims("12.01", 2, 3, 2, 4, 1)])
    months, years = (release.tables[name].filter(region_code="11.01") for name in AMOUNTS)
    assert months["claims"].to_list() == [None] * 5
    assert years.select("year", "programme", "claims", "amount_rupiah").rows() == [
        (2024, "JKM", 12, 12 * 42), (2024, "TOTAL", 12, 12 * 42),
    ]  # fmt: skip


def test_where_programmes_of_a_year_are_hidden_all_of_them_together_are_shown() -> None:
    paid = [Paid(region, 42, date(2024, 3, 1), code) for region in ("11.01", "12.01")
            for code in ("JKM", "JHT") for _ in range(4)]  # fmt: skip
    years = protected(paid).tables["ucj_benefit_year"].filter(region_code="11.01")
    assert years.select("programme", "claims", "amount_rupiah").rows() == [
        ("JHT", None, None), ("JKM", None, None), ("TOTAL", 8, 8 * 42),
    ]  # fmt: skip


@pytest.mark.parametrize(("largest", "shown"), [(94, True), (100, True), (101, False), (400, False)])
def test_an_amount_that_one_claim_dominates_is_hidden_and_its_claims_are_not(largest: int, *, shown: bool) -> None:
    """Of others that make up 20, 25, 25, 25 and 25, the second largest is left out: 95 + 5 are the other half."""
    paid = [Paid(region, rupiah) for region in ("11.01", "11.02", "12.01") for rupiah in (30, 25, 25, 25, 25)]
    row = (
        protected([*paid, Paid("11.01", largest)])
        .tables["ucj_benefit"]
        .row(by_predicate=pl.col("region_code") == "11.01", named=True)
    )
    assert row["claims"] == 6
    assert (row["amount_rupiah"] is not None) == shown


def test_the_attack_succeeds_without_the_company_of_an_earlier_release() -> None:
    """March has two claims; February is shown by the release before, so that the year must be hidden."""
    paid = [*equal_claims("11.01", 9, 9, 2), *equal_claims("12.01", 9, 9, 9)]
    day = date(2024, 2, 29)
    before = protected([one for one in paid if one.month <= day], as_of=day)
    kept = {f"{name}@{day}-0": before.tables[name] for name in AMOUNTS}
    years = [before.tables["ucj_benefit_year"]]
    assert claims_found(protected(paid, kept=kept).tables, kept=years) == {}
    assert claims_found(protected(paid).tables, kept=years) != {}


@pytest.mark.parametrize(("more", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_what_a_few_claims_added_since_a_release_of_the_month_is_not_told(more: int, *, shown: bool) -> None:
    """Readers of both releases would have the amount of one claim by subtraction."""
    may = date(2024, 5, 1)
    paid = [Paid(region, 42, may) for region in ("11.01", "11.02", "12.01") for _ in range(6)]
    day = date(2024, 5, 10)
    before = protected(paid, as_of=day)
    kept = {f"{name}@{day}-0": before.tables[name] for name in AMOUNTS}
    later = protected([*paid, *(Paid("11.01", 40, may) for _ in range(more))], as_of=date(2024, 5, 20), kept=kept)
    for name in AMOUNTS:
        here = later.tables[name].filter(region_code="11.01")
        assert here["claims"].unique().to_list() == [6 + more]
        assert here["amount_rupiah"].is_not_null().all() == shown
