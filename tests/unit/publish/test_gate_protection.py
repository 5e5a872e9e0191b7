"""The gate holds a release in which a small count is shown, or in which the editions are not the same figures."""

from collections.abc import Callable

import polars as pl
import pytest

from tasks.protect.protect import PublishableFacts, protect
from tasks.publish.gate.protection import protection_problems
from tests.property.protect.small_nation import tables_of
from tests.property.protect.test_nobody_is_found_out import ONE_ALONE, RULES


@pytest.fixture(scope="module")
def editions() -> PublishableFacts:
    return protect(tables_of(ONE_ALONE), rules=RULES)


def problems(editions: PublishableFacts, spoil: Callable[[pl.DataFrame], pl.DataFrame]) -> list[str]:
    public = {**editions.tables, "ucj_funder": spoil(editions.tables["ucj_funder"])}
    return protection_problems(public, full=editions.full, fewest=5)


def test_a_protected_release_passes(editions: PublishableFacts) -> None:
    assert problems(editions, lambda frame: frame) == []


def test_a_small_count_that_is_shown_is_told(editions: PublishableFacts) -> None:
    full = editions.full["ucj_funder"]["active"]
    rows = full.is_between(1, 4).sum()
    told = problems(editions, lambda frame: frame.with_columns(active=full))
    assert f"ucj_funder: active is shown where it is below 5 ({rows} rows)" in told


def test_a_figure_that_is_not_that_of_the_full_edition_is_told(editions: PublishableFacts) -> None:
    wrong = pl.col("active") + 1
    shown = editions.tables["ucj_funder"]["active"].is_not_null().sum()
    told = problems(editions, lambda frame: frame.with_columns(active=wrong))
    assert told == [f"ucj_funder: active is not that of the full edition less what is hidden ({shown} rows)"]


def test_a_row_too_few_is_told(editions: PublishableFacts) -> None:
    height = editions.full["ucj_funder"].height
    told = problems(editions, lambda frame: frame.head(-1))
    assert told == [f"ucj_funder: the public edition has {height - 1} rows, the full one {height}"]
