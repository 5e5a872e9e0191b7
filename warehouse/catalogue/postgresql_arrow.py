"""Rows out of PostgreSQL as Arrow tables, by ADBC: it reads COPY's binary form straight into columns.

ADBC opens a connection of its own, so it cannot see what another transaction has not committed yet.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import adbc_driver_postgresql.dbapi as adbc  # type: ignore[import-untyped]
import polars as pl
from sqlalchemy import URL

from warehouse.errors import CatalogueForbidden, CatalogueUnreachable

FORBIDDEN = "42501"  # SQLSTATE
ONE_MOMENT = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def arrow_reader(address: URL, *, defaults: Mapping[str, str]) -> Iterator[Callable[[str], pl.DataFrame]]:
    """A function that runs a query and returns its rows; all calls see one moment.

    defaults: parameters of the connection, for those that the address does not give.
    Raises `CatalogueUnreachable`, `CatalogueForbidden`.
    """
    missing = {name: value for name, value in defaults.items() if name not in address.query}
    uri = address.set(drivername="postgresql").update_query_dict(missing).render_as_string(hide_password=False)
    try:
        with adbc.connect(uri, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute(ONE_MOMENT)

            def read(statement: str) -> pl.DataFrame:
                cursor.execute(statement)
                return pl.DataFrame(cursor.fetch_arrow_table())

            yield read
    except adbc.Error as error:
        if error.sqlstate == FORBIDDEN:
            raise CatalogueForbidden(
                "The database login may not read this. Use one that has the role for it: `ucj db roles` sets them up, "
                "`ucj_analyst` reads the views named mart_*, `ucj_loader` all tables."
            ) from error
        raise CatalogueUnreachable(
            f"The catalogue could not be read in bulk: {_first_line(error)}. Run again."
        ) from None


def _first_line(error: BaseException) -> str:
    """First line of a driver's error: it names host, port, role and database, never a password."""
    return (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".:")
