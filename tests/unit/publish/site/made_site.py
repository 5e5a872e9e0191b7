"""The pages of a made-up release, and what it tells of the release before."""

from datetime import date
from decimal import Decimal

import polars as pl

from tasks.publish.files.hashes import FileFacts, file_facts
from tasks.publish.files.site.release.pages import release_pages
from tasks.publish.notes.causes import Causes
from tasks.publish.notes.changes import changed_figures
from tasks.publish.notes.diff import diff_coverage
from tasks.publish.notes.notes import NotesContent
from tasks.publish.notes.told import EarlierRelease, Told
from tests.unit.publish.building import rendered_quickly
from tests.unit.publish.made_facts import AS_OF, PROVENANCE

SETTINGS = {**PROVENANCE["settings"], "class_bounds_pct": ["15", "30", "50"]}
Tables = dict[str, pl.DataFrame]


def facts_of(tables: Tables) -> dict[str, FileFacts]:
    return {name: file_facts(content) for name, content in rendered_quickly(tables, as_of=AS_OF).items()}


def written(tables: Tables, *, told: Told | None = None) -> dict[str, bytes]:
    provenance = {**PROVENANCE, "settings": SETTINGS}
    return dict(release_pages(tables, as_of=AS_OF, provenance=provenance, files=facts_of(tables), told=told))


def moved_by(tables: Tables, *, people: int) -> Told:
    """A release before in which Buol had fewer people, and what is told of it."""
    buol = (pl.col("region_code") == "72.05") & (pl.col("basis") == "nik")
    before = tables["ucj_coverage"].with_columns(
        active=pl.when(buol).then(pl.col("active") - people).otherwise("active"),
        coverage_pct=pl.when(buol).then(Decimal("1.00")).otherwise("coverage_pct"),
    )
    moves = changed_figures(tables | {"ucj_coverage": before}, tables, causes=Causes(), same_date=True)
    notes = NotesContent(
        as_of=AS_OF,
        coverage=tables["ucj_coverage"],
        completeness=tables["ucj_completeness"],
        compared_with="2021-06-30-0123456789ab",
        compared_as_of=AS_OF,
        moved=diff_coverage(before, tables["ucj_coverage"]),
        changed=moves.height,
    )
    first, second = "2021-06-30-0123456789ab", "2021-05-31-abcdefabcdef"
    earlier = (
        EarlierRelease(id=first, as_of=AS_OF, standing="published", revises="2021-06-30-cccccccccccc"),
        EarlierRelease(id=second, as_of=date(2021, 5, 31), standing="withdrawn", reason="salah kolom"),
    )
    return Told(files={}, notes=notes, moves=moves, earlier=earlier)
