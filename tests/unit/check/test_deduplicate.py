"""Repeats within one file, against a plain Python reading of the rule."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tasks.check.deduplicate import merge_repeats

ENROLMENT, ELIGIBLE = FEEDS["enrolment"], FEEDS["eligible"]
KEYS: dict[str, st.SearchStrategy[Any]] = {
    "nik": st.sampled_from(["A", "B", None]),
    "kpj": st.sampled_from(["1", "2", None]),
    "segment": st.sampled_from(["PU", "BPU"]),
    "employer_or_project": st.sampled_from(["x", None]),
}
MONTHS = st.sampled_from([None, date(2025, 1, 1), date(2025, 2, 1)])
ROWS = st.lists(st.fixed_dictionaries({**KEYS, "last_paid": MONTHS}), max_size=25)
TYPES = dict.fromkeys(KEYS, pl.String) | {"last_paid": pl.Date, "row_no": pl.Int32}


def frame_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Numbered rows."""
    numbered = [{**row, "row_no": row_no} for row_no, row in enumerate(rows, start=2)]
    return pl.DataFrame(numbered, schema=TYPES)


def survivors(rows: list[dict[str, Any]], feed: Feed) -> set[int]:
    """Row by row: a later row takes the place of an earlier one unless that was paid later."""
    holders: dict[Any, tuple[date, int]] = {}
    alone = set()
    for row_no, row in enumerate(rows, start=2):
        key = tuple(row[name] for name in feed.key)
        latest = (row[feed.latest] if feed.latest else None) or date.min
        if key[0] is None:
            alone.add(row_no)
        elif key not in holders or latest >= holders[key][0]:
            holders[key] = (latest, row_no)
    return alone | {row_no for _, row_no in holders.values()}


@given(ROWS)
def test_the_latest_paid_then_the_last_row_stays(rows: list[dict[str, Any]]) -> None:
    frame = frame_of(rows)
    merged = merge_repeats(frame, feed=ENROLMENT)
    kept = merged.kept["row_no"].to_list()
    assert set(kept) == survivors(rows, ENROLMENT)
    assert kept == sorted(kept)
    assert sorted([*kept, *merged.repeats]) == frame["row_no"].to_list()
    assert merged.kept.equals(frame.filter(pl.col("row_no").is_in(kept)))


def test_heads_without_nik_are_never_merged() -> None:
    heads = {"nik": None, "kpj": None, "segment": "JAKON", "employer_or_project": "x", "last_paid": None}
    assert merge_repeats(frame_of([heads] * 3), feed=ENROLMENT).repeats.is_empty()


@pytest.mark.parametrize("rows", [[], [dict.fromkeys(TYPES)]])
def test_rows_of_different_keys_are_not_merged(rows: list[dict[str, Any]]) -> None:
    merged = merge_repeats(frame_of(rows), feed=ENROLMENT)
    assert merged.kept.height == len(rows)
    assert merged.repeats.is_empty()


def test_without_a_date_to_compare_the_last_row_stays() -> None:
    frame = pl.DataFrame(
        {
            "row_no": pl.Series([2, 3, 4], dtype=pl.Int32),
            "region_region": ["72.05", "72.05", "72.06"],
            "year": [2025, 2025, 2025],
            "segment": ["TOTAL"] * 3,
        }
    )
    merged = merge_repeats(frame, feed=ELIGIBLE)
    assert merged.kept["row_no"].to_list() == [3, 4]
    assert merged.repeats.to_list() == [2]
