"""Patterns of SQL mean on Polars what they mean on SQLite, through Great Expectations on both."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import great_expectations as gx
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import expectations.polars_engine.datasource  # noqa: F401
from expectations.polars_engine.internals import a_current_context, new_context
from tests.property.polars_engine.suite_parts import gxe

KINDS = (
    gxe.ExpectColumnValuesToMatchLikePattern,
    gxe.ExpectColumnValuesToNotMatchLikePattern,
    gxe.ExpectColumnValuesToMatchLikePatternList,
    gxe.ExpectColumnValuesToNotMatchLikePatternList,
)
TOLD = ("element_count", "unexpected_count", "unexpected_percent", "missing_count", "partial_unexpected_list")
texts = st.text(alphabet="ab.漢\n%_^(", max_size=4)  # all of one case: SQLite's LIKE passes over case, here it counts
patterns = st.text(alphabet="ab.漢%%__^(", max_size=4)


@pytest.fixture(scope="module")
def context() -> Any:
    with a_current_context():
        yield new_context()


def told(batch: Any, suite: list[Any]) -> list[Any]:
    """What is compared; of no rows at all SQL says NULL where there are 0."""
    fresh = [expectation.copy(update={"id": None}) for expectation in suite]
    found = batch.validate(gx.ExpectationSuite(name="like", expectations=fresh))
    return [(bool(one.success), {key: one.result.get(key) or 0 for key in TOLD}) for one in found.results]


def ends_in_escape(pattern: str, escape: str) -> bool:
    """The last character escapes nothing, which databases judge differently."""
    pairs = re.sub(f"(?s){re.escape(escape)}.", "", pattern)
    return pairs.endswith(escape)


@settings(max_examples=40, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(
    cells=st.lists(st.one_of(st.none(), texts), max_size=8),
    some=st.lists(patterns, min_size=1, max_size=3),
    match_on=st.sampled_from(["any", "all"]),
    escape=st.sampled_from([None, "^", "a", "%", "_"]),
    mostly=st.sampled_from([1, 0.5]),
)
def test_patterns_mean_what_they_mean_in_sql(
    context: Any,
    tmp_path_factory: Any,
    cells: list[str | None],
    some: list[str],
    match_on: str,
    escape: str | None,
    mostly: float,
) -> None:
    match, not_match, match_list, not_match_list = KINDS
    assume(escape is None or not any(ends_in_escape(pattern, escape) for pattern in some))
    how = {"mostly": mostly} if escape is None else {"mostly": mostly, "escape": escape}
    suite = [
        match(column="t", like_pattern=some[0], **how),
        not_match(column="t", like_pattern=some[0], **how),
        match_list(column="t", like_pattern_list=some, match_on=match_on, **how),
        not_match_list(column="t", like_pattern_list=some, **how),
    ]
    path = Path(tmp_path_factory.mktemp("like")) / "texts.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE texts (t TEXT)")
        database.executemany("INSERT INTO texts VALUES (?)", [(cell,) for cell in cells])
    database.close()
    sqlite = context.data_sources.add_or_update_sqlite("sqlite", connection_string=f"sqlite:///{path}")
    theirs = sqlite.add_table_asset("texts", table_name="texts").add_batch_definition_whole_table("all").get_batch()
    polars = context.data_sources.add_or_update_polars("polars", chunk_rows=3)
    ours = polars.add_dataframe_asset("texts").add_batch_definition_whole_dataframe("all")
    frame = pl.DataFrame({"t": pl.Series(cells, dtype=pl.String)})
    assert told(ours.get_batch({"dataframe": frame}), suite) == told(theirs, suite)


@pytest.mark.parametrize(("text", "matches"), [("ab", True), ("Ab", False), ("xab", False), ("ab\n", False)])
def test_case_counts_and_the_whole_text_is_looked_at(context: Any, text: str, matches: bool) -> None:
    polars = context.data_sources.add_or_update_polars("polars")
    batch = polars.add_dataframe_asset("texts").add_batch_definition_whole_dataframe("all")
    frame = pl.DataFrame({"t": [text]})
    verdict = told(batch.get_batch({"dataframe": frame}), [KINDS[0](column="t", like_pattern="a_")])
    assert verdict[0][0] is matches


def test_an_escape_that_escapes_nothing_is_an_error(context: Any) -> None:
    polars = context.data_sources.add_or_update_polars("polars")
    batch = polars.add_dataframe_asset("texts").add_batch_definition_whole_dataframe("all")
    verdict = batch.get_batch({"dataframe": pl.DataFrame({"t": ["a"]})}).validate(
        KINDS[0](column="t", like_pattern="a^", escape="^")
    )
    assert "escape" in str(verdict.exception_info)
