"""Every keyed id of a feed goes one step further when the key is rotated, and nothing else changes."""

import hashlib
import hmac

import polars as pl
import pytest

from expectations.contracts import FEEDS
from tasks.operations.identity.rotate import put_under

SECRET = "cd" * 32
WITH_IDS = [name for name, feed in FEEDS.items() if feed.lake.ids]


def rows_of(feed: str) -> pl.DataFrame:
    """Three rows in the order of the lake, the ids of each other ones; the second has none."""
    schema = dict(FEEDS[feed].lake.schema)
    ids = FEEDS[feed].lake.ids
    rows = [
        {"row_no": number, "region_nik": "72.05"}
        | {name: None if number == 2 else bytes([16 * place + number] * 16) for place, name in enumerate(ids)}
        for number in (1, 2, 3)
    ]
    return pl.DataFrame(rows, schema=schema)


def further(one: bytes | None) -> bytes | None:
    return one and hmac.new(SECRET.encode(), one.hex().encode(), hashlib.sha256).digest()[:16]


@pytest.mark.parametrize("feed", WITH_IDS)
def test_all_ids_go_further(feed: str) -> None:
    before = rows_of(feed)
    after = put_under(before, feed=feed, secret=SECRET).sort("row_no")
    for name, kind in before.schema.items():
        was = before[name].to_list()
        assert after[name].to_list() == ([further(one) for one in was] if kind == pl.Binary else was), name
    assert sum(kind == pl.Binary for kind in before.dtypes) == len(FEEDS[feed].lake.ids)


def test_rows_without_a_later_column_stay_without_it() -> None:
    rows = rows_of("enrolment")
    after = put_under(rows.drop("employer_id"), feed="enrolment", secret=SECRET)
    assert after.equals(put_under(rows, feed="enrolment", secret=SECRET).drop("employer_id"))
