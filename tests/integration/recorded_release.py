"""Enter a release of made files into the catalogue and show it, as the publish stage does it."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine

from tasks.publish.release.folder import BuiltRelease
from tasks.publish.release.settle import settle_releases
from tests.integration.warehouse.deliveries import NOON, digest
from warehouse.releases.releases import record_release


def record_built(
    engine: Engine, built: BuiltRelease, *, published: Path, as_of: date, content: str, minutes: int, draft: bool
) -> str:
    """Record a written release, minutes past noon; returns its id. content: in place of what it was computed from."""
    built.path.chmod(0o700 if draft else 0o755)
    record_release(
        engine,
        release_id=built.id,
        as_of=as_of,
        content_sha256=built.content_sha256,
        inputs_sha256=digest(content),
        run_id=1,
        object_ids=(),
        at=NOON + timedelta(minutes=minutes),
        drafted_by="siti" if draft else None,
    )
    settle_releases(engine, published)
    return built.id
