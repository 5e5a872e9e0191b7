"""One grammar for the names of the catalogue: a name tells what a table is for, and what a column holds."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, String, Table, UniqueConstraint
from sqlalchemy.dialects import registry
from sqlalchemy.schema import CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint

from warehouse.models import Base
from warehouse.types import UtcDateTime

TABLES = re.compile(r"(dim|fact|ref)(_[a-z]+)+|(run|submission|lake_object|release)(_[a-z]+)*")
WORDS = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
DATES = re.compile(r"as_of|compared_with|period|(valid|usable)_(from|to)|(?!.*_per_)(.+_)?(date|month)")
WHOLE_NUMBERS = re.compile(r".+_(bp|ppm|ns|no|days|months|count)|rows(_.+)?|bytes|place|year|revision")
PREFIXES = {PrimaryKeyConstraint: "pk", ForeignKeyConstraint: "fk", CheckConstraint: "ck", UniqueConstraint: "uq"}
PERSONAL_OR_VAGUE = re.compile(r"(^|_)(nik|kpj|npp|wage|birth|value|data|info|tmp)(_|$)")

NEEDLESSLY_QUOTED = {"new"}  # by SQLAlchemy; neither database reserves it

tables = pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: str(table.name))


def of_kind(table: Table, *kinds: type) -> Iterator[Column[object]]:
    return (column for column in table.columns if isinstance(column.type, kinds))


@tables
def test_a_table_is_named_after_its_part(table: Table) -> None:
    assert TABLES.fullmatch(table.name)
    assert bool(table.name.startswith("fact_")) == ({"as_of", "run_id", "place"} <= set(table.columns.keys()))


@tables
def test_columns_are_words_that_no_database_has_to_quote(table: Table) -> None:
    for name in (table.name, *(column.name for column in table.columns)):
        assert WORDS.fullmatch(name)
        assert not PERSONAL_OR_VAGUE.search(name)
        for database in ("sqlite", "postgresql"):
            quoted = registry.load(database)().identifier_preparer.quote(name)
            assert quoted == name or name in NEEDLESSLY_QUOTED


@tables
def test_a_name_tells_the_type(table: Table) -> None:
    for column in table.columns:
        at = isinstance(column.type, DateTime | UtcDateTime)
        assert column.name.endswith("_at") == at
        assert bool(DATES.fullmatch(column.name)) == isinstance(column.type, Date)
        assert (column.name == "live" or column.name.startswith("is_")) == isinstance(column.type, Boolean)
        if WHOLE_NUMBERS.fullmatch(column.name):
            assert isinstance(column.type, Integer)
        if column.name.endswith("sha256"):
            assert isinstance(column.type, String)
            assert column.type.length == 64


@tables
def test_a_reference_is_named_after_what_it_points_to(table: Table) -> None:
    for column in table.columns:
        for key in column.foreign_keys:
            target, last = str(key.column.table.name), f"{key.column.table.name}_{key.column.name}".split("_")[-2:]
            role = column.name.endswith(
                f"_{'_'.join(last)}"
            )  # several that point to one table say which: to_version_id
            assert column.name in {f"{target}_{key.column.name}", "duplicate_of", "superseded_by"} or role


@tables
def test_constraints_and_indexes_are_named_by_convention(table: Table) -> None:
    for constraint in table.constraints:
        prefix = PREFIXES[type(constraint)]
        assert (
            str(constraint.name) == f"pk_{table.name}"
            if prefix == "pk"
            else str(constraint.name).startswith(f"{prefix}_{table.name}_")
        )
    for index in table.indexes:
        assert str(index.name).startswith(f"{'uq' if index.unique else 'ix'}_{table.name}_")
    names = [str(one.name) for one in table.constraints] + [str(one.name) for one in table.indexes]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 63 for name in names)  # PostgreSQL cuts longer ones
