"""Releases as JSON-ready data, for `ucj release list` and `ucj release show`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from tasks.publish.errors import ReleaseMissing
from tasks.publish.release.folder import read_coverage
from warehouse.releases.decisions import decisions_of
from warehouse.releases.releases import compared_with, list_releases, release_named, revised_by
from warehouse.releases.standing import Release

FIGURES = ("active", "active_strict", "eligible", "coverage_pct")


def release_records(engine: Engine, published: Path) -> list[dict[str, Any]]:
    """All releases, newest first."""
    return [release_record(one, published) for one in reversed(list_releases(engine))]


def release_record(release: Release, published: Path) -> dict[str, Any]:
    """What a line of the list says."""
    return {
        "id": release.id,
        "as_of": release.as_of.isoformat(),
        "standing": release.standing,
        "is_current": release.is_current,
        "created_at": release.created_at.isoformat(),
        "path": str(published / release.id),
        "is_there": (published / release.id).is_dir(),
    }


def full_record(engine: Engine, release_id: str, published: Path) -> dict[str, Any]:
    """One release with its decisions, what it was compared with, its files, and the nation's figures on basis nik."""
    release = release_named(engine, release_id)
    assert release is not None  # noqa: S101 - its id was looked up
    folder = published / release_id
    revised, before = revised_by(engine, release_id), compared_with(engine, release_id)
    there = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return {
        **release_record(release, published),
        "run_id": release.run_id,
        "content_sha256": release.content_sha256,
        "inputs_sha256": release.inputs_sha256,
        "revises": revised.id if revised else None,
        "compared_with": before.id if before else None,
        "decisions": [
            {**asdict(one), "decided_at": one.decided_at.isoformat()} for one in decisions_of(engine, release_id)
        ],
        "files": {str(path.relative_to(folder)): path.stat().st_size for path in there},
        "nation": _nation(folder),
    }


def _nation(folder: Path) -> dict[str, Any] | None:
    try:
        coverage = read_coverage(folder)
    except ReleaseMissing:
        return None
    row = coverage.filter(level="national", basis="nik").row(0, named=True)
    return {name: row[name] if isinstance(row[name], int | None) else str(row[name]) for name in FIGURES}
