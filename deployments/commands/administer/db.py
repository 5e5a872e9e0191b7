"""`ucj db`: the tables of the catalogue, brought up to date, checked, and their history."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

app = typer.Typer(name="db", help="Upgrade and check the catalogue's tables.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def show_help(context: typer.Context) -> None:
    """Upgrade and check the catalogue's tables."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def upgrade(as_json: AsJson = False) -> None:
    """Bring tables, views and comments to this version; does nothing when they are."""
    from warehouse.catalogue.engine import open_catalogue
    from warehouse.catalogue.migrate import renew_derived, stored_revision
    from warehouse.catalogue.schema_drift import derived_differences
    from warehouse.catalogue.transactions import reading

    with _catalogue_as_it_is() as (address, engine):
        before = stored_revision(engine) if engine else None
    engine = open_catalogue(address)
    after = stored_revision(engine)
    with reading(engine) as connection:
        renewed = derived_differences(connection)
    if renewed:
        renew_derived(engine)
    engine.dispose()
    changed = f"is at {after} already" if before == after else f"went from {before or 'no tables'} to {after}"
    record = {"database": shown(address), "revision_before": before, "revision": after, "renewed": renewed}
    lines = [f"{shown(address)} {changed}", *(f"  renewed: {one}" for one in renewed)]
    _print(record, as_json=as_json, lines=lines)


@app.command()
def check(as_json: AsJson = False) -> None:
    """Compare tables, views and comments with this version.

    Changes nothing. Ends with 0 when they are the same, else 1, and says what to do.
    """
    from warehouse.catalogue.schema_status import WHAT_TO_DO, Tables, examine_tables
    from warehouse.migrations import HEAD

    with _catalogue_as_it_is() as (address, engine):
        found = examine_tables(engine)
    record = {
        "database": shown(address),
        "tables": found.tables,
        "revision": found.revision,
        "newest_revision": HEAD,
        "differences": list(found.differences),
        "what_to_do": WHAT_TO_DO[found.tables],
    }
    lines = [
        f"{shown(address)}: {WHAT_TO_DO[found.tables]}",
        *(f"  {one}" for one in found.differences),
    ]
    _print(record, as_json=as_json, lines=lines)
    raise typer.Exit(Exit.GOOD if found.tables is Tables.CURRENT else Exit.ROWS_REJECTED)


@app.command()
def history(as_json: AsJson = False) -> None:
    """List the revisions of the tables.

    Marks those that the catalogue has.
    """
    from warehouse.catalogue.migrate import revisions, stored_revision

    with _catalogue_as_it_is() as (_, engine):
        stored = stored_revision(engine) if engine else None
    known = revisions()
    reached = next((place for place, one in enumerate(known) if one.id == stored), -1)
    records = [
        {"revision": one.id, "text": one.text, "applied": place <= reached, "current": place == reached}
        for place, one in enumerate(known)
    ]
    lines = [
        f"{'*' if one['current'] else '+' if one['applied'] else ' '} {one['revision']}  {one['text']}"
        for one in records
    ]
    elsewhere = f"The catalogue is at {stored}, of a later version." if stored else "The catalogue has no tables yet."
    legend = "* where the catalogue stands, + applied before" if reached >= 0 else elsewhere
    _print(records, as_json=as_json, lines=[*lines, legend])


@app.command()
def roles() -> None:
    """Set up ucj_owner, ucj_loader and ucj_analyst.

    PostgreSQL only. Each gets exactly what is its own; upgrades keep to it from then on.
    """
    from deployments.console.home import require_home_or_database
    from warehouse.catalogue.choose_backend import backend_of
    from warehouse.catalogue.engine import open_catalogue
    from warehouse.catalogue.roles import ROLES

    engine = open_catalogue(require_home_or_database().sqlalchemy_url)
    try:
        backend_of(engine).set_up_roles(engine)
    finally:
        engine.dispose()
    typer.echo(f"{', '.join(ROLES)}: set up. To let a login use one: GRANT {ROLES[1]} TO <login>.")


def shown(address: "URL") -> str:
    """An address without its password, wherever that stands."""
    return address.set(query={}).render_as_string(hide_password=True)


@contextmanager
def _catalogue_as_it_is() -> Iterator["tuple[URL, Engine | None]"]:
    """The catalogue of the settings, not brought up to date; no engine for a file that is not there."""
    from deployments.console.home import require_home_or_database
    from warehouse.catalogue.engine import address_of, connect_catalogue, is_there

    address = address_of(require_home_or_database().sqlalchemy_url)
    engine = connect_catalogue(address) if is_there(address) else None
    try:
        yield address, engine
    finally:
        if engine:
            engine.dispose()


def _print(record: dict[str, Any] | list[dict[str, Any]], *, as_json: bool, lines: Sequence[str]) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
