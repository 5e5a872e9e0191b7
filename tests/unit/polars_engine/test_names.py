"""A name is never an expression, in no module of the package, and no helper column has the name of another."""

import ast
import json
from pathlib import Path
from typing import Any

import great_expectations as gx
import polars as pl
import pytest
from great_expectations.expectations.row_conditions import Column

import expectations.polars_engine
from expectations.polars_engine.internals import a_current_context, new_context
from expectations.polars_engine.names import column, columns, inside, internal, printed, renamed, told
from expectations.polars_engine.outcome import verdicts_of
from expectations.polars_engine.run import run_suite
from tests.unit.polars_engine.suites import SECRET, gxe

PACKAGE = Path(expectations.polars_engine.__file__).parent
NAMES = ["^a$", "a", "*", "", "^.*$", "a.b", 'quo"te', "漢", "__position__"]
# Methods and functions of Polars in which a text stands for a column, or for what matches it.
TAKE_TEXTS = {
    *("select", "select_seq", "with_columns", "filter", "sort", "group_by", "agg", "over", "drop", "unique", "join"),
    *("explode", "gather_every", "rename", "unpivot", "pivot", "top_k", "bottom_k", "sort_by", "is_in", "fill_null"),
    *("any_horizontal", "all_horizontal", "sum_horizontal", "min_horizontal", "max_horizontal", "coalesce", "struct"),
    *("field", "exclude", "col", "when", "then", "otherwise", "arg_sort_by", "concat_str", "concat_list"),
}


def text_arguments(tree: ast.AST) -> list[tuple[int, str]]:
    """Where a text is written in the place of an expression."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        (call.lineno, call.func.attr)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in TAKE_TEXTS
        for argument in [*call.args, *(word.value for word in call.keywords if word.arg != "how")]
        for node in [argument, *(argument.elts if isinstance(argument, ast.List | ast.Tuple) else [])]
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def columns_made(tree: ast.AST) -> list[int]:
    """Where Polars itself makes an expression of a name."""
    return [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in {"col", "nth", "selectors"}]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_one_module_makes_expressions_of_names(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert text_arguments(tree) == []
    assert path.name == "names.py" or columns_made(tree) == []


def test_the_search_for_names_in_code_finds_them() -> None:
    code = 'frame.select("a").sort(["b"]).filter(pl.col("c")).join(o, on="k", how="semi").over(x)'
    assert sorted(name for _, name in text_arguments(ast.parse(code))) == ["col", "join", "select", "sort"]
    assert columns_made(ast.parse(code)) == [1]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_that_column_alone(name: str) -> None:
    frame: Any = renamed(pl.DataFrame({other: [n] for n, other in enumerate(NAMES)}), NAMES)
    expected = {inside(name): [NAMES.index(name)]}
    assert frame.select(column(name)).to_dict(as_series=False) == expected
    assert (
        frame.lazy().filter(column(name) >= 0).group_by(column(name)).agg().collect().to_dict(as_series=False)
        == expected
    )
    assert printed(column(name)) == f'col("{name}")'
    assert told(frame.select(columns(NAMES)), NAMES).row(0, named=True) == {other: n for n, other in enumerate(NAMES)}
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        pl.DataFrame({"another": [1]}).select(column(name))


def test_helper_columns_differ_from_process_to_process() -> None:
    assert internal("x") != "x"
    assert len(internal("")) > 32


def failing(frame: pl.DataFrame, *expectations: Any) -> list[list[int]]:
    outcome = run_suite(frame, suite=gx.ExpectationSuite(name="names", expectations=list(expectations)))
    assert outcome.errors == ()
    return [outcome.failing.filter(outcome.failing[code])["row_no"].to_list() for code in outcome.failing.columns[1:]]


@pytest.mark.parametrize("name", ["^a$", "*", "__position__"])
def test_a_rule_is_about_the_column_that_it_names(name: str) -> None:
    frame = pl.DataFrame({"row_no": [1, 2], "a": [1, 99], name: [99, 1]})
    rule = gxe.ExpectColumnValuesToBeBetween(column=name, max_value=10)
    assert failing(frame, rule) == [[1]]
    assert failing(frame, rule.copy(update={"row_condition": Column(name) > 10})) == [[1]]
    twice = pl.concat([frame, frame]).with_columns(row_no=pl.Series([1, 2, 3, 4]))
    assert failing(twice.head(3), gxe.ExpectColumnValuesToBeUnique(column=name)) == [[1, 3]]


@pytest.mark.parametrize("result_format", ["BASIC", "SUMMARY", "COMPLETE"])
@pytest.mark.parametrize("name", ["^nik$", "*", "^.*$", "__position__"])
def test_a_private_column_is_not_told_under_the_name_of_another(name: str, result_format: str) -> None:
    frame = pl.DataFrame({"row_no": [1], "nik": [SECRET], name: ["public"]})
    shown = {"result_format": result_format, "include_unexpected_rows": True}
    context = new_context()
    with a_current_context():
        asset = context.data_sources.add_polars("frames", private=["nik"]).add_dataframe_asset("frame")
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        for index in ({}, {"unexpected_index_column_names": [name]}):
            found = batch.validate(gxe.ExpectColumnValuesToBeNull(column=name), result_format={**shown, **index})
            assert "public" in json.dumps(found.to_json_dict())
            assert SECRET not in json.dumps(found.to_json_dict()) + str(found)


def test_a_private_column_without_a_name_is_private() -> None:
    context = new_context()
    frame = pl.DataFrame({"": [SECRET], "other": ["x"]})
    with a_current_context():
        asset = context.data_sources.add_polars("frames", private=[""]).add_dataframe_asset("frame")
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        rule = gxe.ExpectMulticolumnValuesToBeEqual(column_list=["", "other"])
        found = batch.validate(rule, result_format="COMPLETE")
    assert (found.success, found.result["unexpected_count"]) == (False, 1)
    assert SECRET not in str(found)


@pytest.mark.parametrize("lazy", [False, True])
def test_rows_are_told_under_their_own_names(lazy: bool) -> None:
    frame = pl.DataFrame({"row_no": [7], "^a$": [1], "a": [2], "*": [3]})
    context = new_context()
    with a_current_context():
        asset = context.data_sources.add_polars("frames").add_dataframe_asset("frame")
        whole = asset.add_batch_definition_whole_dataframe("all")
        batch = whole.get_batch({"dataframe": frame.lazy() if lazy else frame})
        shown = {"result_format": "COMPLETE", "include_unexpected_rows": True, "unexpected_index_column_names": ["*"]}
        rule = gxe.ExpectMulticolumnSumToEqual(column_list=["^a$", "*"], sum_total=5)
        found = batch.validate(rule, result_format=shown).result
    assert found["unexpected_list"] == [{"^a$": 1, "*": 3}]
    assert found["unexpected_index_list"] == [{"^a$": 1, "*": 3}]
    assert found["unexpected_rows"] == frame.to_dicts()


def test_a_condition_names_its_columns() -> None:
    from expectations.polars_engine.conditions import register_condition
    from expectations.polars_engine.satisfy import ExpectRowsToSatisfy

    register_condition("test_all_columns")(lambda _: pl.all_horizontal(pl.all().is_not_null()))
    rule = ExpectRowsToSatisfy(column_list=["row_no"], condition="test_all_columns")
    outcome = run_suite(
        pl.LazyFrame({"row_no": [1], "x": [None]}), suite=gx.ExpectationSuite(name="s", expectations=[rule])
    )
    assert len(outcome.errors) == 1
    assert "must name its columns" in str(verdicts_of(outcome.result)[0].exception_info)
