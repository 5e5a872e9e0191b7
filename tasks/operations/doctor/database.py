"""The catalogue: can it be reached, is it of this version, does it keep texts and changes as it should."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Engine, text

from settings import Settings
from tasks.operations.doctor.clock import clock_skew, skewed
from tasks.operations.doctor.finding import Finding, Health, of_error
from warehouse.catalogue.engine import address_of, connect_catalogue, is_there
from warehouse.catalogue.schema_status import WHAT_TO_DO, Tables, examine_tables
from warehouse.catalogue.transactions import reading
from warehouse.errors import UcjError

HEALTH = {Tables.CURRENT: Health.OK, Tables.MISSING: Health.WARN}


def check_database(settings: Settings) -> Iterator[Finding]:
    """Findings about the catalogue of the settings; nothing is changed."""
    try:
        address = address_of(settings.sqlalchemy_url)
        if not is_there(address):
            yield _about_tables(Tables.MISSING)
            return
        engine = connect_catalogue(address)
    except UcjError as error:
        yield of_error("database", error)
        return
    try:
        yield from _findings(engine)
    except UcjError as error:
        yield of_error("database", error)
    finally:
        engine.dispose()


def _findings(engine: Engine) -> Iterator[Finding]:
    found = examine_tables(engine)
    yield _about_tables(found.tables)
    for one in found.differences:
        yield Finding(check="database", health=Health.FAIL, says=one, do=WHAT_TO_DO[found.tables])
    with reading(engine) as connection:
        look = _sqlite if engine.dialect.name == "sqlite" else _postgresql
        yield from look(connection)


def _about_tables(tables: Tables) -> Finding:
    health = HEALTH.get(tables, Health.FAIL)
    says, _, do = WHAT_TO_DO[tables].partition(": ")
    return Finding(check="database", health=health, says=f"{says.rstrip('.')}.", do=do)


def _sqlite(connection: Connection) -> Iterator[Finding]:
    mode = connection.scalar(text("PRAGMA journal_mode"))
    if mode != "wal":
        says = f"SQLite keeps its changes in mode {mode!r}, so that readers and the run wait for each other."
        yield Finding(
            check="database", health=Health.FAIL, says=says, do="Put the home on a local disk (WAL needs one)."
        )
    problems = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(5)"))]
    if problems != ["ok"]:
        says = f"the file of the catalogue is damaged ({len(problems)} places at least)."
        do = "Stop all runs, keep a copy of warehouse.db*, restore the last backup (docs/operations.md)."
        yield Finding(check="database", health=Health.FAIL, says=says, do=do)


def _postgresql(connection: Connection) -> Iterator[Finding]:
    from warehouse.catalogue.postgresql import require_suitable  # noqa: PLC0415 - its driver is an extra

    try:
        require_suitable(connection)
    except UcjError as error:
        yield of_error("database", error)
    kept = text(
        "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
    )
    yield from durability({str(row.name): str(row.setting) for row in connection.execute(kept)})
    told = connection.scalar(text("SELECT clock_timestamp()"))
    if told is not None:
        yield from skewed("the database server", clock_skew(told))


def durability(settings: Mapping[str, str]) -> Iterator[Finding]:
    """What would be lost when the power fails, by the settings of the server: files that were taken left the inbox."""
    if settings["fsync"] == "off":
        says = "PostgreSQL runs with fsync off: a power cut may leave the whole catalogue unreadable."
        do = "Set fsync = on in postgresql.conf and restart the server, then `ucj doctor`."
        yield Finding(check="database", health=Health.FAIL, says=says, do=do)
    if settings["synchronous_commit"] == "off":
        says = (
            "PostgreSQL runs with synchronous_commit off: after a power cut, deliveries that were answered may be gone."
        )
        do = "Set synchronous_commit = on for this database, or the login of ucj."
        yield Finding(check="database", health=Health.FAIL, says=says, do=do)
    if settings["full_page_writes"] == "off":
        says = "PostgreSQL runs with full_page_writes off: a power cut may leave pages that are half written."
        do = "Set full_page_writes = on, unless the file system never writes half a page (ZFS)."
        yield Finding(check="database", health=Health.WARN, says=says, do=do)
