"""What the page "What changed" shows: the nation, the largest moves with their cause, revisions and corrections."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from expectations.written import ENGLISH, INDONESIAN, noun
from tasks.publish.files.site.region_facts import Row
from tasks.publish.files.site.release.cause_words import cause_words
from tasks.publish.notes.notes import LARGEST, NotesContent, largest_moves
from tasks.publish.notes.restated import PLANNED, REASONS
from tasks.publish.notes.restatement import PositionChange, Restatement
from tasks.publish.notes.told import Told
from warehouse.figures.schema import Text
from warehouse.figures.tables import PUBLISHED_TABLES
from warehouse.releases.lineage import Origin

TITLES = {table.name: table.title for table in PUBLISHED_TABLES}


def changed_finding(told: Told | None) -> Text:
    """What became of the nation and of published figures since the release before, in a sentence."""
    if told is None or told.notes.compared_as_of is None:
        return Text(
            id="Rilis pertama: tidak ada rilis sebelumnya untuk dibandingkan",
            en="The first release: there is none before to compare it with",
        )
    notes, day = told.notes, told.notes.compared_as_of
    if notes.moved is None:
        return Text(
            id=f"Berkas rilis {notes.compared_with} tidak ada lagi, sehingga tidak dibandingkan",
            en=f"The files of release {notes.compared_with} are no longer there, so nothing is compared",
        )
    row = next(iter(notes.moved.filter(basis="nik", level="national").to_dicts()), None)
    if row is None:
        return Text(
            id=f"Angka nasional sama dengan rilis keadaan {INDONESIAN.day(day)}",
            en=f"The national figures are those of the release as of {ENGLISH.day(day)}",
        )
    return Text(
        id=f"Indonesia: {INDONESIAN.signed(row['active_change'])} peserta aktif sejak rilis keadaan "
        f"{INDONESIAN.day(day)}; cakupan dari {INDONESIAN.percent(row['coverage_pct_before'])} menjadi "
        f"{INDONESIAN.percent(row['coverage_pct'])}",
        en=f"Indonesia: {ENGLISH.signed(row['active_change'])} active "
        f"{noun(row['active_change'], 'person', 'people')} since the release as of "
        f"{ENGLISH.day(day)}; coverage from {ENGLISH.percent(row['coverage_pct_before'])} to "
        f"{ENGLISH.percent(row['coverage_pct'])}",
    )


def changes_view(told: Told | None) -> dict[str, Any]:
    """What the template shows."""
    view: dict[str, Any] = {"finding": changed_finding(told), "notes": told.notes if told else None}
    if told is None or told.notes.compared_as_of is None or told.notes.moved is None:
        return view | {
            "compared": False,
            "largest": (),
            "by_table": (),
            "planned": (),
            "corrected": (),
            "restated": None,
        }
    restated = told.notes.restated
    return view | {
        "compared": True,
        "largest": _largest(told.notes, told.notes.moved),
        "by_table": _by_table(told.moves),
        "restated": restated,
        "planned": _changes(restated, planned=True),
        "corrected": _changes(restated, planned=False),
    }


def _largest(notes: NotesContent, moved: pl.DataFrame) -> list[Row]:
    """The nation first, then the regencies of which most people came or went, each with its cause."""
    rows = pl.concat([moved.filter(basis="nik", level="national"), largest_moves(moved, number=LARGEST)])
    return [row | {"cause": cause_words(_cause(notes, row))} for row in rows.to_dicts()]


def _cause(notes: NotesContent, row: Row) -> str:
    column = "active" if row["active"] != row["active_before"] else "coverage_pct"
    return notes.causes.told("ucj_coverage", column, region=str(row["region_code"]))


def _by_table(moves: pl.DataFrame) -> list[tuple[str, Text, int]]:
    """Name, title and number of figures that had been published and are others now, the largest number first."""
    counted = moves.group_by("table").len().sort(["len", "table"], descending=[True, False])
    return [(name, TITLES[name], count) for name, count in counted.rows()]


def _changes(restated: Restatement | None, *, planned: bool) -> Sequence[Mapping[str, Any]]:
    changes = [one for one in restated.changes if (one.reason in PLANNED) == planned] if restated else []
    return [_change(one) for one in changes]


def _change(one: PositionChange) -> Mapping[str, Any]:
    shown = one.now or one.before
    assert shown is not None  # noqa: S101 - a change has a side
    indonesian, _, english = REASONS[one.reason].partition(" / ")
    return {
        "branch": shown.branch,
        "before": _file(one.before),
        "now": _file(one.now),
        "reason": Text(id=indonesian, en=english),
    }


def _file(origin: Origin | None) -> str:
    return "–" if origin is None else f"{origin.submission.label} {origin.submission.file_name}"
