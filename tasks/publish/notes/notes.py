"""`release-notes.md`: what a release replaces and why, and what it can no longer rest on; Indonesian, then English."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from expectations.written import ENGLISH, INDONESIAN, NOTHING
from tasks.publish.notes.restatement import PositionChange, Reason, Restatement
from warehouse.releases.lineage import Origin
from warehouse.submissions.positions import LivePosition

SHOWN = 20
REASONS: Mapping[Reason, str] = {
    Reason.LATE: "berkas terlambat / late file",
    Reason.CORRECTION: "koreksi / correction",
    Reason.REWRITTEN: "berkas yang sama diproses ulang / same file processed again",
    Reason.WITHDRAWN: "ditarik / withdrawn",
    Reason.THINNED: "posisi dalam bulan tidak disimpan lagi / position within the month no longer kept",
}
CHANGES = ("Cabang / branch", "Jenis / feed", "Sebelumnya / before", "Sekarang / now", "Sebab / reason")
MOVED = ("Wilayah / region", "Aktif sebelumnya / active before", "Aktif / active", "Perubahan / change",
         "Cakupan sebelumnya / coverage before", "Cakupan / coverage", "Sebanding / comparable")  # fmt: skip


def write_notes(
    *, as_of: date, restated: Restatement | None, moved: pl.DataFrame | None, thinned: Collection[LivePosition]
) -> bytes | None:
    """The notes in Markdown; None when there is nothing to say, as of most releases.

    moved: the result of `diff_coverage` against the release that is replaced, where its folder is still there.
    """
    parts = [
        *(_restated(restated) if restated else ()),
        *(_moved(moved) if restated and moved is not None else ()),
        *(_thinned(thinned) if thinned else ()),
    ]
    if not parts:
        return None
    head = f"# Catatan rilis {INDONESIAN.day(as_of)} / Release notes {ENGLISH.day(as_of)}"
    return ("\n".join([head, *parts]) + "\n").encode()


def _restated(restated: Restatement) -> Iterator[str]:
    yield ""
    yield f"Menggantikan rilis {restated.release_id} untuk tanggal yang sama. / Restates that release of the same date."
    yield ""
    yield "## Yang berubah / What changed"
    yield ""
    if restated.changes:
        yield from _table(CHANGES, [_change(one) for one in restated.changes], numbers=0)
        yield ""
    yield from (f"- Posisi bulan sebelumnya / position of an earlier month: {_origin(one)}" for one in restated.past)
    yield from (
        f"- Tidak berlaku lagi / no longer in force: {one.label} `{one.file_name}` ({one.reason_code})"
        for one in restated.refused
    )
    yield from (
        f"- Angka {INDONESIAN.day(day)} dihitung ulang / figures of {ENGLISH.day(day)} were measured again"
        for day in restated.measured
    )
    yield from (f"- `{name}`: {_plain(old)} -> {_plain(new)}" for name, old, new in restated.versions)


def _moved(moved: pl.DataFrame) -> Iterator[str]:
    """The nation and the largest moves on basis nik."""
    nik = moved.filter(basis="nik")
    largest = (
        nik.filter(level="regency")
        .with_columns(size=pl.col("active_change").abs().fill_null(0))
        .sort("size", "region_code", descending=[True, False])
        .head(SHOWN)
    )
    yield ""
    yield "## Wilayah yang berubah / Regions that moved"
    yield ""
    yield f"- Basis NIK: {INDONESIAN.number(nik.height)}"
    yield (
        "- Tahun atau versi pekerja yang berhak lain / eligible workers of another year or version: "
        f"{INDONESIAN.number(nik.filter(~pl.col('comparable')).height)}"
    )
    yield "- Penulisan angka / numbers are written the Indonesian way: 1.440.162; 16,05 %"
    yield ""
    rows = pl.concat([nik.filter(level="national"), largest.drop("size")]).to_dicts()
    yield from _table(MOVED, [_region(row) for row in rows], numbers=5)


def _thinned(thinned: Collection[LivePosition]) -> Iterator[str]:
    yield ""
    yield "## Posisi yang tidak disimpan lagi / Positions that are no longer kept"
    yield ""
    yield "Untuk tanggal dalam bulan, dipakai posisi yang lebih lama. / An older position stands for each of these:"
    yield ""
    yield from (f"- {one.branch} {one.position_date}" for one in thinned)


def _change(one: PositionChange) -> list[str]:
    shown = one.now or one.before
    assert shown is not None  # noqa: S101 - a change has a side
    return [shown.branch, shown.feed, _origin(one.before), _origin(one.now), REASONS[one.reason]]


def _origin(one: Origin | None) -> str:
    return NOTHING if one is None else f"{one.position_date} {one.submission.label} `{one.submission.file_name}`"


def _region(row: dict[str, Any]) -> list[str]:
    return [
        f"{row['region_name']} ({row['region_code']})",
        INDONESIAN.number(row["active_before"]),
        INDONESIAN.number(row["active"]),
        INDONESIAN.signed(row["active_change"]),
        INDONESIAN.percent(row["coverage_pct_before"]),
        INDONESIAN.percent(row["coverage_pct"]),
        "ya / yes" if row["comparable"] else "tidak / no",
    ]


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int) -> Iterator[str]:
    """A table; after the first column so many columns are numbers."""
    yield f"| {' | '.join(headings)} |"
    yield "|".join(["", *("---:" if 0 < place <= numbers else "---" for place in range(len(headings))), ""])
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _plain(value: Any) -> str:
    return NOTHING if value is None else f"{value}"
