"""Notes on a release that takes the place of another of its date: revisions apart from corrections."""

from collections.abc import Iterator, Mapping
from typing import Any

from expectations.written import ENGLISH, INDONESIAN, NOTHING
from tasks.publish.notes.restatement import PositionChange, Reason, Restatement
from tasks.publish.notes.tables import markdown_table
from warehouse.releases.lineage import Origin

REASONS: Mapping[Reason, str] = {
    Reason.LATE: "berkas terlambat / late file",
    Reason.CORRECTION: "koreksi / correction",
    Reason.REWRITTEN: "berkas yang sama diproses ulang / same file processed again",
    Reason.WITHDRAWN: "ditarik / withdrawn",
    Reason.THINNED: "posisi dalam bulan tidak disimpan lagi / position within the month no longer kept",
}
PLANNED = frozenset({Reason.LATE, Reason.THINNED})
CHANGES = ("Cabang / branch", "Jenis / feed", "Sebelumnya / before", "Sekarang / now", "Sebab / reason")


def restated_lines(restated: Restatement) -> Iterator[str]:
    """What was bound to come, and what was wrong before."""
    yield ""
    yield f"Menggantikan rilis {restated.release_id} untuk tanggal yang sama. / Restates that release of the same date."
    revisions = [one for one in restated.changes if one.reason in PLANNED]
    corrections = [one for one in restated.changes if one.reason not in PLANNED]
    further = [
        *(f"- Posisi bulan sebelumnya / position of an earlier month: {_origin(one)}" for one in restated.past),
        *(
            f"- Angka {INDONESIAN.day(day)} dihitung ulang / figures of {ENGLISH.day(day)} were measured again"
            for day in restated.measured
        ),
        *(f"- `{name}`: {_plain(old)} -> {_plain(new)}" for name, old, new in restated.versions),
    ]
    if revisions or further:
        yield from ("", "## Revisi terencana / Planned revisions", "")
        yield from _changes(revisions)
        yield from further
    refused = [
        f"- Tidak berlaku lagi / no longer in force: {one.label} `{one.file_name}` ({one.reason_code})"
        for one in restated.refused
    ]
    if corrections or refused:
        yield from ("", "## Koreksi kesalahan / Corrections of errors", "")
        yield from _changes(corrections)
        yield from refused


def _changes(changes: list[PositionChange]) -> Iterator[str]:
    if changes:
        yield from markdown_table(CHANGES, [_change(one) for one in changes], numbers=0)
        yield ""


def _change(one: PositionChange) -> list[str]:
    shown = one.now or one.before
    assert shown is not None  # noqa: S101 - a change has a side
    return [shown.branch, shown.feed, _origin(one.before), _origin(one.now), REASONS[one.reason]]


def _origin(one: Origin | None) -> str:
    return NOTHING if one is None else f"{one.position_date} {one.submission.label} `{one.submission.file_name}`"


def _plain(value: Any) -> str:
    return NOTHING if value is None else f"{value}"
