"""What the tables of a database are, down to every clause, as the database itself tells it."""

import re

from sqlalchemy import Connection, Engine, text

from warehouse.catalogue.transactions import reading

ONLY_ALEMBIC = {"alembic_version", "alembic_version_pkc", "sqlite_sequence"}
POSTGRESQL = """
    SELECT c.relname || '.' || a.attname AS name,
        format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' '
            || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS clause
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (c.oid, a.attnum)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT t.relname || '/' || c.conname, pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    UNION ALL
    SELECT tablename || '/' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"""
TYPES = "BIGINT|DATETIME|INTEGER|VARCHAR"
CLAUSE = rf"\n|, (?=\w+ (?:{TYPES}))"  # a column added later stands behind the last clause, in its line
SQLITE = "SELECT name, sql AS clause FROM sqlite_master WHERE sql IS NOT NULL"


def schema_of(engine: Engine) -> dict[str, list[str]]:
    """Clauses by the name of what they belong to, in a fixed order."""
    with reading(engine) as connection:
        return _on_sqlite(connection) if engine.dialect.name == "sqlite" else _on_postgresql(connection)


def _on_sqlite(connection: Connection) -> dict[str, list[str]]:
    """A column that was added to a table stands in the line of the one before it."""
    return {
        row.name: sorted(
            re.sub(r"\s+", " ", part).strip(" ,)") for part in re.split(CLAUSE, row.clause.replace('"', ""))
        )
        for row in connection.execute(text(SQLITE))
        if row.name not in ONLY_ALEMBIC
    }


def _on_postgresql(connection: Connection) -> dict[str, list[str]]:
    return {
        row.name: [row.clause]
        for row in connection.execute(text(POSTGRESQL))
        if re.split(r"[./]", row.name)[0] not in ONLY_ALEMBIC
    }
