"""`release-notes.md`: what is new, what was revised or corrected, what moved most and why; Indonesian, then English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from expectations.written import ENGLISH, INDONESIAN, counted
from tasks.publish.notes.causes import Causes
from tasks.publish.notes.declared import DeclaredChanges
from tasks.publish.notes.restated import restated_lines
from tasks.publish.notes.restatement import Restatement
from tasks.publish.notes.tables import markdown_table
from warehouse.figures.flags import FLAG_TEXTS, Flag
from warehouse.releases.decisions import Decided
from warehouse.submissions.positions import LivePosition

LARGEST = 10
MOVED = ("Wilayah / region", "Aktif sebelumnya / active before", "Aktif / active", "Perubahan / change",
         "Cakupan sebelumnya / coverage before", "Cakupan / coverage", "Sebanding / comparable",
         "Sebab / cause")  # fmt: skip
LIMITS = (Flag.NO_ELIGIBLE, Flag.OVER_100, Flag.ELIGIBLE_EARLIER_YEAR, Flag.ELIGIBLE_LATER_POSITION,
          Flag.ELIGIBLE_AMBIGUOUS, Flag.IN_DOUBT)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NotesContent:
    """What the notes of a release tell.

    coverage, completeness: its tables. compared_with, compared_as_of: the earlier release; None for the first one.
    moved: the result of `diff_coverage` against it, where its folder is still there. changed: rows of `changes.csv`.
    withdrawn: earlier releases of the same date that were taken back.
    """

    as_of: date
    coverage: pl.DataFrame
    completeness: pl.DataFrame
    compared_with: str | None = None
    compared_as_of: date | None = None
    restated: Restatement | None = None
    moved: pl.DataFrame | None = None
    changed: int = 0
    causes: Causes = field(default_factory=Causes)
    declared: DeclaredChanges = field(default_factory=DeclaredChanges)
    withdrawn: Sequence[Decided] = ()
    thinned: Sequence[LivePosition] = ()


def write_notes(content: NotesContent) -> bytes:
    """The notes in Markdown."""
    parts = [
        f"# Catatan rilis {INDONESIAN.day(content.as_of)} / Release notes {ENGLISH.day(content.as_of)}",
        *_new(content),
        *_completeness(content),
        *_withdrawn(content.withdrawn),
        *(restated_lines(content.restated) if content.restated else ()),
        *_declared(content.declared),
        *(_moved(content, content.moved) if content.moved is not None else ()),
        *(_thinned(content.thinned) if content.thinned else ()),
        *_limits(content.coverage),
    ]
    return ("\n".join(parts) + "\n").encode()


def _new(content: NotesContent) -> Iterator[str]:
    yield from ("", "## Yang baru / What is new", "")
    nation = content.coverage.filter(level="national", basis="nik").row(0, named=True)
    yield (
        f"- Indonesia: {INDONESIAN.number(nation['active'])} peserta aktif, cakupan "
        f"{INDONESIAN.percent(nation['coverage_pct'])} / "
        f"{counted(nation['active'], 'active person', 'active people')}, coverage "
        f"{ENGLISH.percent(nation['coverage_pct'])}"
    )
    if content.compared_as_of is None:
        yield "- Rilis pertama: tidak ada pembanding. / The first release: there is none to compare it with."
        return
    yield (
        f"- Dibandingkan dengan rilis {content.compared_with}, keadaan {INDONESIAN.day(content.compared_as_of)}. / "
        f"Compared with that release, as of {ENGLISH.day(content.compared_as_of)}."
    )
    if content.moved is None:
        yield "- Berkas rilis itu tidak ada lagi. / The files of that release are no longer there."
        return
    yield (
        f"- Angka yang sudah terbit dan kini lain: {INDONESIAN.number(content.changed)} (`changes.csv`) / figures that "
        f"had been published and are others now: {ENGLISH.number(content.changed)}"
    )


def _completeness(content: NotesContent) -> Iterator[str]:
    yield from ("", "## Kelengkapan / Completeness", "")
    count = dict(content.completeness["status"].value_counts().iter_rows())
    yield (
        f"- Kantor cabang masuk {count.get('in', 0)}, memakai posisi lama {count.get('carried_forward', 0)}, "
        f"belum masuk {count.get('missing', 0)} / branches in, carried forward, missing"
    )


def _withdrawn(withdrawn: Sequence[Decided]) -> Iterator[str]:
    if withdrawn:
        yield from ("", "## Rilis yang ditarik / Withdrawn releases", "")
    for one in withdrawn:
        day = one.decided_at.date()
        yield f"- {one.release_id}, {INDONESIAN.day(day)} / {ENGLISH.day(day)}: {one.reason}"


def _declared(declared: DeclaredChanges) -> Iterator[str]:
    if declared.major or declared.minor:
        yield from ("", "## Perubahan tabel dan definisi / Changes of tables and definitions", "")
    yield from (f"- besar / major: {text}" for text in declared.major)
    yield from (f"- kecil / minor: {text}" for text in declared.minor)


def _moved(content: NotesContent, moved: pl.DataFrame) -> Iterator[str]:
    """The nation and the largest moves on basis nik."""
    nik = moved.filter(basis="nik")
    yield from ("", "## Wilayah yang berubah paling besar / Regions that moved most", "")
    yield f"- Basis NIK: {INDONESIAN.number(nik.height)}"
    yield (
        "- Tahun atau versi pekerja yang berhak lain / eligible workers of another year or version: "
        f"{INDONESIAN.number(nik.filter(~pl.col('comparable')).height)}"
    )
    yield "- Penulisan angka / numbers are written the Indonesian way: 1.440.162; 16,05 %"
    yield (
        "- Sebab: berkas atau kantor cabang yang memuat orang wilayah itu, versi, atau aturan yang lain / "
        "cause: files or branches that hold people of the region, another version, other rules"
    )
    yield ""
    rows = pl.concat([nik.filter(level="national"), largest_moves(moved, number=LARGEST)])
    yield from markdown_table(MOVED, [_region(row, content.causes) for row in rows.to_dicts()], numbers=5)


def largest_moves(moved: pl.DataFrame, *, number: int) -> pl.DataFrame:
    """The regencies on basis nik of which most people came or went, as `diff_coverage` gives them."""
    regencies = moved.filter(basis="nik", level="regency")
    size = pl.col("active_change").abs().fill_null(0)
    return regencies.sort(size, "region_code", descending=[True, False]).head(number)


def _region(row: dict[str, object], causes: Causes) -> list[str]:
    column = "active" if row["active"] != row["active_before"] else "coverage_pct"
    return [
        f"{row['region_name']} ({row['region_code']})",
        INDONESIAN.number(row["active_before"]),  # type: ignore[arg-type]
        INDONESIAN.number(row["active"]),  # type: ignore[arg-type]
        INDONESIAN.signed(row["active_change"]),  # type: ignore[arg-type]
        INDONESIAN.percent(row["coverage_pct_before"]),  # type: ignore[arg-type]
        INDONESIAN.percent(row["coverage_pct"]),  # type: ignore[arg-type]
        "ya / yes" if row["comparable"] else "tidak / no",
        causes.told("ucj_coverage", column, region=str(row["region_code"])),
    ]


def _thinned(thinned: Sequence[LivePosition]) -> Iterator[str]:
    yield from ("", "## Posisi yang tidak disimpan lagi / Positions that are no longer kept", "")
    yield "Untuk tanggal dalam bulan, dipakai posisi yang lebih lama. / An older position stands for each of these:"
    yield ""
    yield from (f"- {one.branch} {one.position_date}" for one in thinned)


def _limits(coverage: pl.DataFrame) -> Iterator[str]:
    """How many regencies on basis nik bear the flags that limit what their figures say."""
    flags = (
        coverage.filter(level="regency", basis="nik")["flags"].fill_null("").str.split(";").explode(empty_as_null=True)
    )
    count = dict(flags.value_counts().iter_rows())
    yield from ("", "## Keterbatasan / Known limits", "")
    yield (
        "- Wilayah adalah kabupaten/kota dalam NIK: warga daerah pemekaran yang masih memegang NIK lama dihitung "
        "di induk. / A region is the regency in the NIK: people of split regencies who hold older NIKs count in the "
        "parent."
    )
    for flag in LIMITS:
        if number := count.get(flag.value, 0):
            text = FLAG_TEXTS[flag]
            yield f"- {INDONESIAN.number(number)} kabupaten/kota / regencies: {text.id} / {text.en}"
