"""Compare the tables of a catalogue with those of this version, column by column."""

from collections.abc import Iterator, Mapping
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Column, Connection, Constraint, Index, Table, inspect

from warehouse.catalogue.views_and_comments import view_differences
from warehouse.models.models import Base

Operation = tuple[Any, ...]
KINDS: Mapping[str, str] = {"add": "is missing", "remove": "is not of this version", "modify": "differs"}


def differences(connection: Connection) -> list[str]:
    """What is missing, is too many or differs, one line each; empty when the tables are those of this version."""
    operations = [one for one in _operations(connection) if not _of_comment(one)]
    return [_line(one) for one in operations] + list(_missing_checks(connection))


def derived_differences(connection: Connection) -> list[str]:
    """The same for views and comments, which `ucj db upgrade` makes anew without touching a row."""
    comments = [_line(one) for one in _operations(connection) if _of_comment(one)]
    return comments + list(view_differences(connection))


def _operations(connection: Connection) -> list[Operation]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    found: list[Operation | list[Operation]] = compare_metadata(context, Base.metadata)
    return [one for entry in found for one in (entry if isinstance(entry, list) else [entry])]


def _of_comment(operation: Operation) -> bool:
    return str(operation[0]).endswith("_comment")


def _line(operation: Operation) -> str:
    name, *arguments = operation
    kind, _, what = str(name).partition("_")
    if what == "table_comment":
        return f"the comment of the table {arguments[0].name} differs"
    if kind == "modify":  # what, schema, table, column, ...
        return f"the column {arguments[1]}.{arguments[2]} {KINDS[kind]} in its {what}"
    return f"the {what.replace('_', ' ').replace('fk', 'foreign key')} {_named(arguments)} {KINDS[kind]}"


def _named(arguments: list[Any]) -> str:
    thing = arguments[-1]
    if isinstance(thing, Column):  # schema, table, column
        return f"{arguments[-2]}.{thing.name}"
    if isinstance(thing, Table):
        return thing.name
    if isinstance(thing, Index | Constraint):
        return f"{thing.name} of {thing.table.name}" if thing.table is not None else f"{thing.name}"
    return f"{thing}"


def _missing_checks(connection: Connection) -> Iterator[str]:
    """Alembic does not compare CHECK constraints."""
    stored = inspect(connection)
    there = set(stored.get_table_names())
    for table in Base.metadata.sorted_tables:
        if table.name in there:
            names = {check["name"] for check in stored.get_check_constraints(table.name)}
            expected = {f"{check.name}" for check in table.constraints if isinstance(check, CheckConstraint)}
            yield from (f"the check {name} of {table.name} is missing" for name in sorted(expected - names))
