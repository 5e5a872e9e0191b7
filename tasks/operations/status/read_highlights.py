"""Read what the UI shows of a run from the catalogue and the earlier release."""

from datetime import date

from sqlalchemy import Engine

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.status.highlights import Highlights, highlights_of
from tasks.publish.errors import ReleaseMissing
from tasks.publish.release.folder import read_coverage
from warehouse.releases.facts import read_facts
from warehouse.releases.releases import published_releases


def read_highlights(as_of: date, settings: Settings) -> Highlights:
    """Read the highlights of an as-of date's figures, compared with the newest release of a date before it."""
    with catalogue(settings) as engine:
        facts = read_facts(engine, as_of=as_of, names=["ucj_coverage", "ucj_completeness"])
        earlier_id = _earlier_release(engine, as_of)
    try:
        earlier = read_coverage(settings.path("published", earlier_id)) if earlier_id else None
    except ReleaseMissing:  # moved away by the operator
        earlier = None
    return highlights_of(
        facts["ucj_coverage"],
        completeness=facts["ucj_completeness"],
        earlier=earlier,
        compared_with=earlier_id if earlier is not None else None,
    )


def _earlier_release(engine: Engine, as_of: date) -> str | None:
    earlier = [release.id for release in published_releases(engine) if release.as_of < as_of]
    return earlier[-1] if earlier else None
