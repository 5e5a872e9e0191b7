"""Bring a catalogue to the tables of this version, and back."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from warehouse.catalogue.choose_backend import backend_of
from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import CatalogueTooNew
from warehouse.migrations import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One step of the tables, as its file describes it."""

    id: str
    text: str


def upgrade(engine: Engine, *, revision: str = HEAD) -> None:
    """Run what is missing, in one transaction; costs one query when nothing is.

    Raises `CatalogueTooNew` for a catalogue of a later version, `CatalogueUnreachable` for a database of no use.
    """
    stored = stored_revision(engine)
    if stored == revision:
        return
    from alembic import command  # noqa: PLC0415 - takes 0.1 s, and is seldom needed
    from alembic.script.revision import RevisionError  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    with writing(engine) as connection:
        if stored is None:
            backend_of(connection).require_suitable(connection)
        try:
            command.upgrade(migration_config(connection=connection), revision)
        except (CommandError, RevisionError) as error:
            raise CatalogueTooNew(
                "The catalogue was written by a newer version of this program: install that version or a later one."
            ) from error


def renew_derived(engine: Engine) -> None:
    """Make views and comments those of this version, for a catalogue at its newest revision."""
    from warehouse.catalogue.views_and_comments import create_views, drop_views, write_comments  # noqa: PLC0415 - imports polars

    with writing(engine) as connection:
        drop_views(connection)
        create_views(connection)
        write_comments(connection)
        backend_of(connection).after_upgrade(connection)


def downgrade(engine: Engine, *, revision: str = "base") -> None:
    """Take revisions back, with the rows of the tables they made; `base` leaves no table of ours."""
    from alembic import command  # noqa: PLC0415

    with writing(engine) as connection:
        command.downgrade(migration_config(connection=connection), revision)


def stored_revision(engine: Engine) -> str | None:
    """The revision of a catalogue; None when it is empty."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def revisions() -> list[Revision]:
    """Every revision that this version knows, from the first to the newest."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    known = ScriptDirectory.from_config(migration_config()).walk_revisions()
    return [Revision(id=one.revision, text=one.doc) for one in known][::-1]


def migration_config(**attributes: object) -> "Config":
    """Alembic's settings, without a file; `connection` is the attribute `migrations/env.py` needs."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes=attributes)
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
