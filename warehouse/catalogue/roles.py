"""Who may do what in a catalogue on PostgreSQL: three group roles, to be granted to the logins of people and services.

`ucj_owner` owns the tables and runs `ucj db upgrade`; `ucj_loader` runs the daily route: it writes rows but changes no
table; `ucj_analyst` reads the views `mart_*` and nothing else.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, inspect, text

from warehouse.catalogue.transactions import writing

OWNER, LOADER, ANALYST = ROLES = ("ucj_owner", "ucj_loader", "ucj_analyst")
REVISION_TABLE = "alembic_version"  # loaders read it, so that they stop at tables of another version
VIEWS = "mart_"


def grant_all(engine: Engine) -> None:
    """Create the roles where they are missing and grant exactly what is theirs; upgrades keep to it from then on.

    Raises `CatalogueForbidden` for a login that may not create roles.
    """
    with writing(engine) as connection:
        for statement in _statements(connection):
            connection.execute(text(statement))


def _statements(connection: Connection) -> Iterator[str]:
    there = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    yield from (f"CREATE ROLE {role} NOLOGIN" for role in ROLES if role not in there)
    yield f"GRANT {OWNER} TO CURRENT_USER"
    everyone = f"PUBLIC, {LOADER}, {ANALYST}"
    for kind in ("SCHEMA public", "ALL TABLES IN SCHEMA public", "ALL SEQUENCES IN SCHEMA public"):
        yield f"REVOKE ALL ON {kind} FROM {everyone}"
    yield f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}"
    yield f"GRANT USAGE ON SCHEMA public TO {LOADER}, {ANALYST}"
    yield from _of_objects(connection)


def share_anew(connection: Connection) -> None:
    """After a migration: give each role what is its own again, where `ucj db roles` has set this database up."""
    owner = text("SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = :name")
    if connection.scalar(owner, {"name": REVISION_TABLE}) == OWNER:
        for statement in _of_objects(connection):
            connection.execute(text(statement))


def _of_objects(connection: Connection) -> Iterator[str]:
    stored = inspect(connection)
    quote = connection.dialect.identifier_preparer.quote
    for table in map(quote, stored.get_table_names()):
        yield f"ALTER TABLE {table} OWNER TO {OWNER}"
        yield f"GRANT SELECT{'' if table == REVISION_TABLE else ', INSERT, UPDATE, DELETE'} ON {table} TO {LOADER}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {LOADER}"
    for view in map(quote, stored.get_view_names()):
        yield f"ALTER VIEW {view} OWNER TO {OWNER}"
        if view.startswith(VIEWS):
            yield f"GRANT SELECT ON {view} TO {LOADER}, {ANALYST}"
