from datetime import date, datetime
from decimal import Decimal
from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from expectations.polars_engine.outcome import verdicts_of
from expectations.polars_engine.run import run_suite
from tests.unit.polars_engine.suites import gxe

FRAME = pl.DataFrame(
    {
        "row_no": [1],
        "n": [1],
        "x": [0.5],
        "t": ["a"],
        "b": [True],
        "d": [date(2020, 1, 1)],
        "s": [datetime.fromisoformat("2020-01-01")],
    }
).with_columns(m=pl.lit(Decimal("1.25")), c=pl.lit("a").cast(pl.Categorical), i=pl.lit(1, dtype=pl.Int16))


def result(expectation: Any) -> tuple[bool, Any]:
    outcome = run_suite(FRAME, suite=gx.ExpectationSuite(name="types", expectations=[expectation]))
    assert outcome.errors == ()
    assert outcome.failing.columns == ["row_no"]
    verdict = verdicts_of(outcome.result)[0]
    return bool(verdict.success), (verdict.result or {})["observed_value"]


@pytest.mark.parametrize(
    ("column", "names", "observed"),
    [
        ("n", ["Int64", "int64", "int"], "Int64"),
        ("i", ["Int16", "int16"], "Int16"),
        ("x", ["Float64", "float64", "float"], "Float64"),
        ("t", ["String", "str"], "String"),
        ("b", ["Boolean", "bool"], "Boolean"),
        ("d", ["Date", "date"], "Date"),
        ("s", ["Datetime", "datetime64", "Datetime(time_unit='us', time_zone=None)"], None),
        ("m", ["Decimal"], None),
        ("c", ["Categorical", "category"], "Categorical"),
    ],
)
def test_types_go_by_the_names_of_every_engine(column: str, names: list[str], observed: str | None) -> None:
    for name in names:
        for kind in (gxe.ExpectColumnValuesToBeOfType, gxe.ExpectColumnTypeToBe):
            success, found = result(kind(column=column, type_=name))
            assert success, (name, found)
            assert observed in {None, found}
    assert result(gxe.ExpectColumnValuesToBeInTypeList(column=column, type_list=["List", names[0]]))[0]
    assert not result(gxe.ExpectColumnValuesToBeInTypeList(column=column, type_list=["List", "Struct"]))[0]
    assert not result(gxe.ExpectColumnValuesToBeOfType(column=column, type_="no_such_type"))[0]


@pytest.mark.parametrize("name", ["int64", "float64", "bool", "str", "int", "int16"])
@pytest.mark.parametrize("column", ["n", "x", "t", "b", "i"])
def test_same_as_pandas_for_names_of_numpy(column: str, name: str) -> None:
    expectation = gxe.ExpectColumnValuesToBeOfType(column=column, type_=name)
    pandas = gx.get_context(mode="ephemeral").data_sources.add_pandas("pandas").add_dataframe_asset("frame")
    batch = pandas.add_batch_definition_whole_dataframe("all").get_batch(
        {"dataframe": FRAME.select("n", "x", "t", "b", "i").to_pandas().astype({"t": object})}
    )
    assert result(expectation)[0] == batch.validate(expectation.copy(update={"id": None})).success


def test_an_unknown_column_is_an_error() -> None:
    rules = gx.ExpectationSuite(name="x", expectations=[gxe.ExpectColumnTypeToBe(column="nowhere", type_="Int64")])
    outcome = run_suite(FRAME, suite=rules)
    assert outcome.errors == ("expect_column_type_to_be(nowhere)",)
    assert "'nowhere'" in str(verdicts_of(outcome.result)[0].exception_info)
