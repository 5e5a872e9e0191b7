"""Check the catalogue database: reachable, of this version, durable, and with the right text encoding."""

from collections.abc import Iterator

from sqlalchemy import Engine

from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding, of_error
from tasks.operations.doctor.installation.clock import clock_skew, skewed
from warehouse.catalogue.choose_backend import backend_of
from warehouse.catalogue.engine import address_of, connect_catalogue, is_there
from warehouse.catalogue.schema_status import WHAT_TO_DO, Tables, examine_tables
from warehouse.catalogue.transactions import reading
from warehouse.errors import UcjError

HEALTH = {Tables.CURRENT: Health.OK, Tables.MISSING: Health.WARN}


def check_database(settings: Settings) -> Iterator[HealthFinding]:
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


def _findings(engine: Engine) -> Iterator[HealthFinding]:
    found = examine_tables(engine)
    yield _about_tables(found.tables)
    for one in found.differences:
        yield HealthFinding(check="database", health=Health.FAIL, says=one, do=WHAT_TO_DO[found.tables])
    backend = backend_of(engine)
    with reading(engine) as connection:
        for problem in backend.problems(connection):
            health = Health.FAIL if problem.serious else Health.WARN
            yield HealthFinding(check="database", health=health, says=problem.says, do=problem.do)
        if told := backend.now(connection):
            yield from skewed("the database server", clock_skew(told))


def _about_tables(tables: Tables) -> HealthFinding:
    health = HEALTH.get(tables, Health.FAIL)
    says, _, do = WHAT_TO_DO[tables].partition(": ")
    return HealthFinding(check="database", health=health, says=f"{says.rstrip('.')}.", do=do)
