"""What `ucj storage publish` does: releases copied to the mirror that the settings name."""

from sqlalchemy import Engine

from settings import Settings
from tasks.publish.mirror.state import MirrorState
from tasks.publish.mirror.task import mirror_published
from tasks.publish.release.settle import settle_releases
from warehouse.errors import OperatorError


class NoMirror(OperatorError):
    """The setting storage.published is empty: set it in ucj.toml first."""


def publish_to_mirror(engine: Engine, settings: Settings, *, all_of_them: bool) -> MirrorState:
    """Bring `published/`, then the mirror to what the catalogue says; under the run lock. Raises `NoMirror`."""
    settle_releases(engine, settings.path("published"))
    state = mirror_published(engine, settings, all_of_them=all_of_them)
    if state is None:
        raise NoMirror("No mirror is set: set storage.published in ucj.toml. Nothing was copied.")
    return state
