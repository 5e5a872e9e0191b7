"""What each feed leaves in the lake, written down by hand, and what the traits of a contract demand of each other."""

import ast
from pathlib import Path

import polars as pl
import pytest

from expectations.contracts import FEEDS, MEASURED
from expectations.contracts.lake import KeyedId
from expectations.contracts.schema import Feed, FeedKind
from settings import SEGMENTS

ROOT = Path(__file__).parents[2]
PROGRAMMES = dict.fromkeys(("jkk", "jkm", "jht", "jp", "jkp"), pl.Boolean())
STORED: dict[str, dict[str, pl.DataType]] = {
    "enrolment": {
        "row_no": pl.Int32(),
        "person_id": pl.Binary(),
        "registration_id": pl.Binary(),
        "segment": pl.Enum(SEGMENTS),
        "category": pl.String(),
        "funder": pl.String(),
        "head_count": pl.Int32(),
        "birth_year": pl.Int16(),
        "sex": pl.String(),
        **PROGRAMMES,
        "region_nik": pl.String(),
        "district_nik": pl.String(),
        "region_domicile": pl.String(),
        "village": pl.String(),
        "region_workplace": pl.String(),
        "registered_on": pl.Date(),
        "last_paid": pl.Date(),
        "ends_on": pl.Date(),
        "ended_on": pl.Date(),
        "employer_id": pl.Binary(),
    },
    "eligible": {
        "row_no": pl.Int32(),
        "region_code": pl.String(),
        "year": pl.Int32(),
        "segment": pl.String(),
        "eligible": pl.Int64(),
        "source": pl.String(),
        "version": pl.String(),
    },
    "target": {
        "row_no": pl.Int32(),
        "region_code": pl.String(),
        "year": pl.Int32(),
        "issuer": pl.String(),
        "target_pct": pl.Decimal(9, 4),
        "document": pl.String(),
    },
    "ecosystem": {
        "row_no": pl.Int32(),
        "region_code": pl.String(),
        "category": pl.String(),
        "as_of_date": pl.Date(),
        "population": pl.Int64(),
        "target": pl.Int64(),
    },
    "benefit": {
        "row_no": pl.Int32(),
        "claim_id": pl.Binary(),
        "person_id": pl.Binary(),
        "region_nik": pl.String(),
        "programme": pl.String(),
        "amount": pl.Decimal(20, 4),
        "paid_on": pl.Date(),
    },
}
IDS = {"enrolment": ("person_id", "registration_id", "employer_id"), "benefit": ("claim_id", "person_id")}
ORDER = {"enrolment": ("region_nik", "person_id", "row_no"), "benefit": ("region_nik", "claim_id", "row_no")}
OUTSIDE = ("deployments", "flows", "tasks", "warehouse")
REVISIONS = "warehouse/migrations/versions"  # what they did once they do for ever

every_feed = pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())


def test_every_feed_has_its_columns_in_this_order() -> None:
    assert {name: list(feed.lake.schema.items()) for name, feed in FEEDS.items()} == {
        name: list(columns.items()) for name, columns in STORED.items()
    }


def test_two_feeds_hold_people_and_lie_in_this_order() -> None:
    assert {name: feed.lake.ids for name, feed in FEEDS.items() if feed.lake.ids} == IDS
    assert {name: feed.lake.sort_by for name, feed in FEEDS.items() if feed.lake.sort_by} == ORDER


@every_feed
class TestTraits:
    def test_people_are_found_by_their_id_and_placed_by_their_nik(self, feed: Feed) -> None:
        if feed.lake.ids:
            assert {
                "person_id",
                "region_nik",
            } <= feed.lake.schema.keys()  # erasure asks the one, reassignment the other
            assert feed.lake.sort_by[-1] == "row_no"  # so the same rows give the same bytes

    def test_ids_are_sixteen_bytes_of_columns_that_go_no_further(self, feed: Feed) -> None:
        for column in feed.lake.columns:
            if isinstance(column.value, KeyedId):
                assert column.dtype == pl.Binary()
                assert column.value.of not in feed.lake.schema

    def test_the_kind_says_where_rows_of_several_files_are_put_together(self, feed: Feed) -> None:
        assert (feed.lake.catalogue is not None) == (feed.kind is FeedKind.REFERENCE)
        assert bool(feed.lake.once_by) == (feed.kind is FeedKind.CLAIMS)
        assert set(feed.lake.once_by) <= feed.lake.schema.keys()


def test_people_are_counted_from_a_feed_of_whole_positions() -> None:
    assert FEEDS[MEASURED].kind is FeedKind.SNAPSHOT


FEEDS_OF_TABLES = (  # which feeds a published table rests on; the recipe for a new feed names both
    "tasks/publish/notes/causes.py",
    "tasks/publish/files/metadata/indicators.py",
)


def test_no_stage_knows_a_feed_by_a_name_of_its_own() -> None:
    columns = {name for feed in FEEDS.values() for name in feed.lake.schema}
    words = FEEDS.keys() - columns  # `eligible` and `target` are columns too
    found = {
        (path.relative_to(ROOT).as_posix(), node.value)
        for package in OUTSIDE
        for path in (ROOT / package).rglob("*.py")
        if not path.relative_to(ROOT).is_relative_to(REVISIONS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in words
    }
    assert {"enrolment", "benefit", "ecosystem"} <= words
    by_table = {one for one in found if one[0] in FEEDS_OF_TABLES}
    assert {word for _, word in by_table} == {"enrolment", "benefit", "ecosystem"}
    found -= by_table
    assert found == {("tasks/measure/fingerprint.py", "ecosystem")}  # a key of what is hashed: it stays as it is
