"""Bind stages 7 and 8 to Prefect: protect, build, pass the gate, switch."""

import getpass
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
from tasks.publish.files.map.outlines import outlines_of
from tasks.publish.files.metadata.publisher import Publisher
from tasks.publish.files.workbook.workbooks import plan_workbooks
from tasks.publish.gate.documented import document_release
from tasks.publish.gate.gate import Restricted, evaluate_release
from tasks.publish.release.draft import draft_release
from tasks.publish.release.folder import BuiltRelease, digest_of, known_release, name_of, show_release, write_release
from tasks.publish.release.kept import kept_tables
from tasks.publish.release.provenance import provenance_of
from tasks.publish.release.settle import settle_releases
from tasks.publish.release.taken_over import earlier_folders, workbooks_of
from warehouse.lake.cache import cache_of
from warehouse.releases.decisions import decisions_of
from warehouse.releases.facts import read_facts
from warehouse.releases.releases import Release, find_release, make_current, record_release, release_named

PUBLISH_SECONDS = 2 * 3600


@dataclass(frozen=True, kw_only=True)
class Published:
    """A release and where it lies. `problems` = what the gate found, or why it may not come back: nothing was switched.

    standing: published, drafted, rolled_back or withdrawn. restates: the release of the same date that it replaces.
    thinned: branches of which an older position than that of the date is left.
    """

    release_id: str
    as_of: date
    path: Path
    current: Path
    current_id: str | None
    new: bool
    problems: tuple[str, ...]
    nation: Mapping[str, Any]
    standing: str = "published"
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
            "standing": self.standing,
            "problems": list(self.problems),
            "restates": self.restates,
            "thinned": list(self.thinned),
            "nation": dict(self.nation),
        }


@stage_task(name="publish", run_name="publish {measured.as_of}", time_limit=PUBLISH_SECONDS)
def publish_release(measured: Measured, settings: Settings, *, draft: bool = False) -> Published:
    """Publish the facts of an as-of date; without anything new, only mend what a killed run left half done.

    draft: what is new is for the operator only, until it is promoted.
    """
    published = settings.path("published")
    with (
        logged_stage("publish", as_of=str(measured.as_of)) as line,
        catalogue(settings) as engine,
    ):
        known = known_release(published, measured.release_id)
        restricted = settings.path(RESTRICTED.folder)
        if known is not None and not (restricted / known.id).is_dir():
            known = None  # published before there were two editions, or taken away
        before = find_release(engine, as_of=measured.as_of, inputs_sha256=measured.inputs_sha256)
        if before is not None and before.is_withdrawn:
            built, problems, restated = _withdrawn(engine, before, published)
        elif known is not None:
            built, problems, restated = known, (), None
            made = make_current(engine, known.id)
            show_restricted(restricted / known.id, shown=not made.is_draft, group=settings.restricted_group)
        else:
            built, problems, restated = _build(engine, measured, published, settings, draft=draft)
        current = settle_releases(engine, published)  # the catalogue decides
        release = release_named(engine, built.id)
        standing = release.standing if release else "published"
        nation = read_facts(engine, as_of=measured.as_of, names=["ucj_coverage"])["ucj_coverage"].row(0, named=True)
        outcome = "held_by_gate" if problems else "nothing_new" if known else standing
        line |= {"release": built.id, "outcome": outcome, "problems": len(problems)}
    return Published(
        release_id=built.id,
        as_of=measured.as_of,
        path=built.path,
        current=published / "current",
        current_id=current.id if current else None,
        new=known is None and not (release is not None and release.is_withdrawn),
        problems=problems,
        nation={name: _plain(nation[name]) for name in ("active", "active_strict", "eligible", "coverage_pct")},
        standing=standing,
        restates=restated.id if restated else None,
        thinned=measured.thinned,
    )


def _build(
    engine: Engine, measured: Measured, published: Path, settings: Settings, *, draft: bool
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
    with logged_stage("protect", as_of=str(measured.as_of)) as line:
        editions = protect(facts, rules=rules, kept=kept)
        line |= {"small": editions.small, "company": editions.company, "narrow": editions.narrow}
    tables = editions.tables
    cache = cache_of(settings.home)
    folders = earlier_folders(engine, as_of=measured.as_of, published=published)
    drafted = draft_release(
        engine,
        measured,
        tables,
        basis=basis,
        settings=choices,
        published=published,
        folders=folders,
        cache=cache,
        publisher=Publisher.of(settings),
        outlines=outlines_of(settings.boundaries_path),
    )
    release_id = name_of(digest_of(drafted.files), as_of=measured.as_of)
    same = release_named(engine, release_id)
    if same is not None and same.is_withdrawn:
        return _withdrawn(engine, same, published)
    provenance = provenance_of(basis, settings=choices)
    root = settings.path(RESTRICTED.folder)
    books = workbooks_of(
        plan_workbooks(editions.full, as_of=measured.as_of, provenance=provenance, edition=RESTRICTED),
        as_of=measured.as_of,
        folders=[root / folder.name for folder in folders],
        cache=cache,
        edition=RESTRICTED,
    )
    full = restricted_files(
        editions.full, workbooks=books, release_id=release_id, as_of=measured.as_of, provenance=provenance
    )
    restricted = write_restricted(full, release_id=release_id, root=root)
    built = write_release(drafted.files, as_of=measured.as_of, published=published, alike=folders)
    judgement = evaluate_release(
        built.path,
        tables=tables,
        restricted=Restricted(path=restricted, full=editions.full, fewest=rules.fewest),
    )
    document_release(
        judgement, release_id=built.id, as_of=measured.as_of, docs=settings.path("docs"), at=datetime.now(UTC)
    )
    shown = not judgement.problems and not (same.is_draft if same else draft)
    show_release(built.path, shown=shown)
    show_restricted(restricted, shown=shown, group=settings.restricted_group)
    if not judgement.problems:
        _record(engine, measured, built, basis, baseline=drafted.baseline, draft=draft)
    return built, judgement.problems, drafted.restates(measured)


def _withdrawn(engine: Engine, release: Release, published: Path) -> tuple[BuiltRelease, tuple[str, ...], None]:
    """The very figures that were taken back do not come back by themselves."""
    told = decisions_of(engine, release.id)[-1]
    problem = (
        f"These are the figures of {release.id}, withdrawn on {told.decided_at:%Y-%m-%d}: {told.reason}. "
        "Withdraw or correct what they were made of (`ucj withdraw`), then run again."
    )
    path = published / release.id
    return BuiltRelease(id=release.id, path=path, content_sha256=release.content_sha256), (problem,), None


def _record(
    engine: Engine,
    measured: Measured,
    built: BuiltRelease,
    basis: MeasureInputs,
    *,
    baseline: Release | None,
    draft: bool,
) -> None:
    record_release(
        engine,
        release_id=built.id,
        as_of=measured.as_of,
        content_sha256=built.content_sha256,
        inputs_sha256=measured.inputs_sha256,
        run_id=measured.run_id,
        object_ids=basis.object_ids,
        at=datetime.now(UTC),
        compared_with=baseline.id if baseline else None,
        drafted_by=getpass.getuser() if draft else None,
    )


def _plain(value: object) -> int | str | None:
    return value if isinstance(value, int) or value is None else str(value)
