"""Bind stages 7 and 8 to Prefect: protect, build, pass the gate, switch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.execution.stage_log import logged_stage
from tasks.execution.stage_task import stage_task
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import MeasureInputs, Sources, read_inputs
from tasks.measure.task import Measured
from tasks.protect.protect import protect
from tasks.protect.rules import ProtectionRules
from tasks.publish.editions.edition import RESTRICTED
from tasks.publish.editions.restricted import restricted_files, show_restricted, write_restricted
from tasks.publish.files.metadata.publisher import Publisher
from tasks.publish.gate.documented import document_release
from tasks.publish.gate.gate import Restricted, evaluate_release
from tasks.publish.release.draft import draft_release
from tasks.publish.release.folder import BuiltRelease, digest_of, known_release, name_of, show_release, write_release
from tasks.publish.release.kept import kept_tables
from tasks.publish.release.pointer import switch_current
from tasks.publish.release.provenance import provenance_of
from warehouse.releases.facts import read_facts
from warehouse.releases.releases import Release, current_release, make_current, record_release

PUBLISH_SECONDS = 2 * 3600


@dataclass(frozen=True, kw_only=True)
class Published:
    """A release and where it lies. `problems` = what the gate found: then nothing was switched.

    restates: the release of the same date that it replaces. thinned: branches of which an older position than that of
    the date is left.
    """

    release_id: str
    as_of: date
    path: Path
    current: Path
    current_id: str | None
    new: bool
    problems: tuple[str, ...]
    nation: Mapping[str, Any]
    restates: str | None = None
    thinned: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether `published/current` is this release."""
        return self.current_id == self.release_id

    def record(self) -> dict[str, Any]:
        """Data for run summaries."""
        return {
            "id": self.release_id,
            "as_of": self.as_of.isoformat(),
            "path": str(self.path),
            "page": str(self.path / "index.html"),
            "current": str(self.current),
            "is_current": self.is_current,
            "new": self.new,
            "problems": list(self.problems),
            "restates": self.restates,
            "thinned": list(self.thinned),
            "nation": dict(self.nation),
        }


@stage_task(name="publish", run_name="publish {measured.as_of}", time_limit=PUBLISH_SECONDS)
def publish_release(measured: Measured, settings: Settings) -> Published:
    """Publish the facts of an as-of date; without anything new, only mend what a killed run left half done."""
    published = settings.path("published")
    with (
        logged_stage("publish", as_of=str(measured.as_of)) as line,
        catalogue(settings) as engine,
    ):
        known = known_release(published, measured.release_id)
        if known is not None and not (settings.path(RESTRICTED.folder) / known.id).is_dir():
            known = None  # published before there were two editions, or taken away
        built, problems, restated = (known, (), None) if known else _build(engine, measured, published, settings)
        if known is not None:
            make_current(engine, known.id)
        current = current_release(engine)
        if current is not None:
            switch_current(published, current.id, make_current=True)  # the catalogue decides
        nation = read_facts(engine, as_of=measured.as_of, names=["ucj_coverage"])["ucj_coverage"].row(0, named=True)
        outcome = "held_by_gate" if problems else "nothing_new" if known else "published"
        line |= {"release": built.id, "outcome": outcome, "problems": len(problems)}
    return Published(
        release_id=built.id,
        as_of=measured.as_of,
        path=built.path,
        current=published / "current",
        current_id=current.id if current else None,
        new=known is None,
        problems=problems,
        nation={name: _plain(nation[name]) for name in ("active", "active_strict", "eligible", "coverage_pct")},
        restates=restated.id if restated else None,
        thinned=measured.thinned,
    )


def _build(
    engine: Engine, measured: Measured, published: Path, settings: Settings
) -> tuple[BuiltRelease, tuple[str, ...], Release | None]:
    """Write the release and record it, unless the gate finds problems."""
    choices = FigureSettings.of(settings)
    basis = read_inputs(
        engine, as_of=measured.as_of, today=measured.today, sources=Sources.of(settings), settings=choices
    )
    rules = ProtectionRules.of(choices)
    facts = read_facts(engine, as_of=measured.as_of)
    days = {*facts["ucj_trend"]["series_date"], *facts["ucj_movement"]["compared_with"]} - {measured.as_of}
    kept = kept_tables(engine, as_of=measured.as_of, days=days, published=published)
    editions = protect(facts, rules=rules, kept=kept)
    tables = editions.tables
    files, restated = draft_release(
        engine,
        measured,
        tables,
        basis=basis,
        settings=choices,
        published=published,
        publisher=Publisher.of(settings),
    )
    release_id = name_of(digest_of(files), as_of=measured.as_of)
    provenance = provenance_of(basis, settings=choices)
    full = restricted_files(editions.full, release_id=release_id, as_of=measured.as_of, provenance=provenance)
    restricted = write_restricted(full, release_id=release_id, root=settings.path(RESTRICTED.folder))
    built = write_release(files, as_of=measured.as_of, published=published)
    judgement = evaluate_release(
        built.path,
        tables=tables,
        restricted=Restricted(path=restricted, full=editions.full, fewest=rules.fewest),
    )
    document_release(
        judgement, release_id=built.id, as_of=measured.as_of, docs=settings.path("docs"), at=datetime.now(UTC)
    )
    show_release(built.path, shown=not judgement.problems)
    show_restricted(restricted, shown=not judgement.problems, group=settings.restricted_group)
    if not judgement.problems:
        _record(engine, measured, built, basis)
    return built, judgement.problems, restated


def _record(engine: Engine, measured: Measured, built: BuiltRelease, basis: MeasureInputs) -> None:
    record_release(
        engine,
        release_id=built.id,
        as_of=measured.as_of,
        content_sha256=built.content_sha256,
        inputs_sha256=measured.inputs_sha256,
        run_id=measured.run_id,
        object_ids=basis.object_ids,
        at=datetime.now(UTC),
    )


def _plain(value: object) -> int | str | None:
    return value if isinstance(value, int) or value is None else str(value)
