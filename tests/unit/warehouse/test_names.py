"""One grammar for the names of the catalogue, docs/naming.md: tables, views, columns, constraints."""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, String, Table, UniqueConstraint
from sqlalchemy.dialects import registry
from sqlalchemy.schema import CheckConstraint, ForeignKeyConstraint, Index, PrimaryKeyConstraint

from warehouse.figures.tables import FACT_TABLE
from warehouse.marts import VIEWS
from warehouse.marts.view import MartView, dtype_of
from warehouse.models.models import Base
from warehouse.models.types import UtcDateTime

PAGE = Path(__file__).resolve().parents[3] / "docs" / "naming.md"
ROW = re.compile(r"^\| (?P<kind>[a-z ]+) \| `(?P<pattern>.+?)` \|", re.MULTILINE)
PATTERN = {row["kind"]: row["pattern"].replace(r"\|", "|") for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}
KINDS = {
    PrimaryKeyConstraint: "primary key",
    ForeignKeyConstraint: "foreign key",
    CheckConstraint: "check",
    UniqueConstraint: "unique",
}
TABLE_KINDS = ("fact table", "dimension", "reference table", "record")
OF_TABLES_ONLY = ("stored rate",)
LONGEST = 63
NEEDLESSLY_QUOTED = {"new"}  # by SQLAlchemy; neither database reserves it

tables = pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: str(table.name))
views = pytest.mark.parametrize("view", VIEWS, ids=lambda view: str(view.name))


def matches(kind: str, name: str) -> bool:
    return re.fullmatch(PATTERN[kind], name) is not None


def test_the_page_states_every_pattern() -> None:
    columns = {"word", "date", "time", "yes or no", "whole number", "rate", "stored rate", "code", "hash", "reference"}
    assert PATTERN.keys() == {*TABLE_KINDS, "view", "never", *columns, *KINDS.values(), "index"}


@pytest.mark.parametrize(
    ("kind", "name"),
    [("word", "Nama"), ("word", "a__b"), ("date", "valid"), ("time", "at"), ("never", "run_id"), ("record", "runs")],
)
def test_patterns_tell_apart(kind: str, name: str) -> None:
    assert not matches(kind, name)


@tables
def test_a_table_is_of_one_kind(table: Table) -> None:
    (kind,) = (kind for kind in TABLE_KINDS if matches(kind, table.name))
    assert (kind == "fact table") == ({"as_of", "run_id", "place"} <= set(table.columns.keys()))
    assert (kind == "dimension") == ("valid_from" in table.columns)


@views
def test_a_view_is_named_as_one(view: MartView) -> None:
    assert matches("view", view.name)
    assert len({column.name for column in view.columns}) == len(view.columns)
    assert view.text.endswith(".")


@pytest.mark.parametrize("name", FACT_TABLE)
def test_figures_have_the_names_under_which_they_are_published(name: str) -> None:
    view = next(view for view in VIEWS if view.name == name.replace("ucj_", "mart_", 1))
    shown = [column.name for column in FACT_TABLE[name].shown_columns]
    assert [column.name for column in view.columns][: len(shown)] == shown


def test_no_view_shows_what_is_stored_for_protection_only() -> None:
    """One claim is of one person: analysts see sums."""
    stored_only = {name for table in FACT_TABLE.values() for name in table.stored_only}
    assert stored_only == {"largest_claim", "second_largest_claim"}
    assert not stored_only & {column.name for view in VIEWS for column in view.columns}


def every_name() -> Iterator[str]:
    yield from Base.metadata.tables
    yield from (column.name for table in Base.metadata.sorted_tables for column in table.columns)
    yield from (view.name for view in VIEWS)
    yield from (column.name for view in VIEWS for column in view.columns)


@pytest.mark.parametrize("name", sorted(set(every_name())))
def test_words_that_no_database_has_to_quote(name: str) -> None:
    assert matches("word", name)
    assert not matches("never", name)
    for database in ("sqlite", "postgresql"):
        quoted = registry.load(database)().identifier_preparer.quote(name)
        assert quoted == name or name in NEEDLESSLY_QUOTED


def is_a(column: Column[object], *kinds: type) -> bool:
    return isinstance(column.type, kinds)


@tables
def test_a_name_tells_the_type_in_tables(table: Table) -> None:
    for column in table.columns:
        name = column.name
        assert matches("time", name) == is_a(column, DateTime, UtcDateTime)
        assert matches("date", name) == is_a(column, Date)
        assert matches("yes or no", name) == is_a(column, Boolean)
        assert not matches("rate", name)
        if matches("whole number", name) or matches("stored rate", name):
            assert is_a(column, Integer)
        if matches("code", name):
            assert is_a(column, String)
        if matches("hash", name):
            assert isinstance(column.type, String)
            assert column.type.length == 64


@views
def test_a_name_tells_the_type_in_views(view: MartView) -> None:
    for column in view.columns:
        name, dtype = column.name, column.dtype
        assert matches("time", name) == isinstance(dtype, pl.Datetime)
        assert matches("date", name) == (dtype == pl.Date)
        assert matches("yes or no", name) == (dtype == pl.Boolean)
        assert matches("rate", name) == isinstance(dtype, pl.Decimal)
        assert not matches("stored rate", name)
        if matches("whole number", name):
            assert dtype == pl.Int64
        if matches("code", name) or matches("hash", name):
            assert dtype == pl.String


def test_a_name_has_one_type_everywhere() -> None:
    types: dict[str, set[pl.DataType]] = {}
    for column in (column for table in Base.metadata.sorted_tables for column in table.columns):
        if not is_a(column, JSON):
            types.setdefault(column.name, set()).add(dtype_of(column.type))
    for shown in (column for view in VIEWS for column in view.columns):
        types.setdefault(shown.name, set()).add(shown.dtype)
    assert {name for name, found in types.items() if len(found) > 1} == {"id"}  # a release's is its name


@tables
def test_a_reference_is_named_after_what_it_points_to(table: Table) -> None:
    for column in table.columns:
        for key in column.foreign_keys:
            assert matches("reference", column.name)
            target = str(key.column.table.name)
            by_role = column.name.endswith(f"_{target.rpartition('_')[2]}_{key.column.name}")
            assert column.name in {f"{target}_{key.column.name}", "duplicate_of", "superseded_by"} or by_role


@tables
def test_constraints_and_indexes_are_named_by_convention(table: Table) -> None:
    named = [(KINDS[type(one)], str(one.name)) for one in table.constraints]
    named += [("unique" if index.unique else "index", str(index.name)) for index in of_table(table)]
    for kind, name in named:
        assert re.fullmatch(PATTERN[kind].format(table=table.name), name)
        assert len(name) <= LONGEST
    assert len({name for _, name in named}) == len(named)


def of_table(table: Table) -> Iterator[Index]:
    yield from table.indexes


@tables
def test_every_table_and_column_of_a_table_has_a_meaning(table: Table) -> None:
    assert (table.comment or "").endswith(".")
    assert [column.name for column in table.columns if not (column.comment or "").endswith(".")] == []


@views
def test_every_column_of_a_view_has_a_meaning(view: MartView) -> None:
    assert [column.name for column in view.columns if not column.text.endswith(".")] == []
