"""What follows from the models and lies in the database all the same: views for analysts, and comments.

Neither is structure: no row depends on them. So no revision has a copy of them; `migrations/env.py` takes the views
away before the steps of a migration (a table that a view shows cannot be altered) and makes them anew after the newest.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text
from sqlalchemy.schema import SetColumnComment, SetTableComment

from warehouse.catalogue.choose_backend import backend_of
from warehouse.marts import VIEW, VIEWS
from warehouse.models.models import Base

PREFIX = "mart_"


def drop_views(connection: Connection) -> None:
    """Drop all views for analysts."""
    for name in _names(connection):
        connection.execute(text(f"DROP VIEW {name}"))


def create_views(connection: Connection) -> None:
    """Create all views for analysts."""
    for view in VIEWS:
        connection.execute(text(_escaped(view.definition(connection.dialect))))


def write_comments(connection: Connection) -> None:
    """Say what tables, views and columns mean, where the database can keep it."""
    if not connection.dialect.supports_comments:
        return
    for table in Base.metadata.sorted_tables:
        connection.execute(SetTableComment(table))
        for column in table.columns:
            connection.execute(SetColumnComment(column))
    for view in VIEWS:
        _comment(connection, f"VIEW {view.name}", view.comment(connection))
        for shown in view.columns:
            _comment(connection, f"COLUMN {view.name}.{shown.name}", shown.text)


def view_differences(connection: Connection) -> Iterator[str]:
    """Views that are missing, too many, or not those of this version, one line each."""
    there = set(_names(connection))
    yield from (f"the view {name} is not of this version" for name in sorted(there - VIEW.keys()))
    stored, kept = inspect(connection), backend_of(connection).stored_views(connection)
    comments = connection.dialect.supports_comments
    for view in VIEWS:
        if view.name not in there:
            yield f"the view {view.name} is missing"
        elif kept[view.name] != (view.comment(connection) if comments else view.definition(connection.dialect)):
            yield f"the view {view.name} differs"
        elif comments and [(c["name"], c["comment"]) for c in stored.get_columns(view.name)] != [
            (c.name, c.text) for c in view.columns
        ]:
            yield f"the view {view.name} differs in its columns or their comments"


def _names(connection: Connection) -> list[str]:
    return [name for name in inspect(connection).get_view_names() if name.startswith(PREFIX)]


def _comment(connection: Connection, of: str, what: str) -> None:
    quoted = what.replace("'", "''")
    connection.execute(text(_escaped(f"COMMENT ON {of} IS '{quoted}'")))


def _escaped(statement: str) -> str:
    """A colon is no parameter here."""
    return statement.replace(":", r"\:")
