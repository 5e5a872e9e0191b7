"""Great Expectations' own Data Docs of results of our engine, against those of its pandas engine on the same data."""

import html
import re
from pathlib import Path

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
import pytest
from great_expectations.data_context.types.base import ProgressBarsConfig

from expectations.polars_engine import datasource
from expectations.polars_engine.conditions import register_condition
from expectations.polars_engine.satisfy import ExpectRowsToSatisfy

FRAME = pl.DataFrame({"paid": [1, 5, 4], "due": [2, 2, 9], "name": ["x", "yy", "z"]})
STOCK = [
    gxe.ExpectColumnValuesToBeBetween(column="paid", max_value=4, description="PAID_HIGH: terlalu tinggi / too high"),
    gxe.ExpectColumnValuesToMatchRegex(column="name", regex="^.$"),
    gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="due", column_B="paid"),
    gxe.ExpectColumnMaxToBeBetween(column="due", max_value=3),
    gxe.ExpectTableRowCountToEqual(value=3),
]
OWN = ExpectRowsToSatisfy(
    column_list=["paid", "due"],
    condition="docs_at_most",
    description="PAID_ABOVE: melebihi tagihan / above what is due",
)
assert datasource


@register_condition("docs_at_most")
def at_most(_: object) -> pl.Expr:
    """What is paid is at most what is due."""
    return pl.col("paid") <= pl.col("due")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a reader sees on the pages of three validations, by suite and engine."""
    context = gx.get_context(mode="file", project_root_dir=tmp_path_factory.mktemp("project"))
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    stock = context.suites.add(gx.ExpectationSuite(name="stock", expectations=STOCK))
    own = context.suites.add(gx.ExpectationSuite(name="own", expectations=[OWN]))
    polars, pandas = context.data_sources.add_polars("polars"), context.data_sources.add_pandas("pandas")
    for source, frame, suite in (
        (polars, FRAME, stock),
        (pandas, FRAME.to_pandas(), stock),
        (polars, FRAME, own),
    ):
        name = f"{suite.name}_{source.name}"
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all")
        definition = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=suite))
        checkpoint = gx.Checkpoint(name=name, validation_definitions=[definition])
        context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": frame})
    site = Path(context.build_data_docs()["local_site"].removeprefix("file://")).parent
    found = {
        path.stem.partition("-")[2]: path.read_text(encoding="utf-8") for path in site.rglob("validations/**/*.html")
    }
    return {name: expectations_of(page) for name, page in found.items()}


def expectations_of(page: str) -> str:
    """The words from the first table of expectations on: before it stand times and sources of the run."""
    text = re.sub(r"(?s)<(script|style).*?</\1>", "", page)
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
    return words[words.index("Table-Level Expectations Status Expectation") :]


def test_they_say_what_those_of_pandas_say(pages: dict[str, str]) -> None:
    ours, pandas = pages["stock_polars"], pages["stock_pandas"]
    assert "Must have exactly 3 rows." in ours
    assert "PAID_HIGH: terlalu tinggi / too high" in ours
    assert "≈33.33% of 3 total rows" in ours
    assert ours == pandas


def test_expectations_of_our_own_show_their_texts(pages: dict[str, str]) -> None:
    assert "PAID_ABOVE: melebihi tagihan / above what is due" in pages["own_polars"]
    assert "1 unexpected values found" in pages["own_polars"]
