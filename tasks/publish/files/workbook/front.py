"""The first sheets of a workbook: cover, contents, notes and columns, as rows of texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.files.site.bases import OFFICIAL_BASIS
from tasks.publish.files.workbook.marks import LEGEND, LEGEND_FOR_FEW
from tasks.publish.files.workbook.sheets import TableSheet
from warehouse.dimensions.regions import PACKAGE, PACKAGE_VERSION
from warehouse.figures.flags import FLAG_TEXTS
from warehouse.figures.schema import Text

COVER, CONTENTS, NOTES, COLUMNS = "Sampul - Cover", "Isi - Contents", "Catatan - Notes", "Kolom - Columns"
COLUMN_HEADS = ("Lembar / Sheet", "Kolom / Column", "Nama dalam CSV / Name in CSV", "Satuan / Unit", "Arti", "Meaning")
VERSIONS = {
    "rules_version": "Versi aturan pemeriksaan / Version of the rules of checking",
    "measure_version": "Versi penghitungan / Version of the counting",
    "regions_version": "Versi daftar wilayah / Version of the list of regions",
}


@dataclass(frozen=True, kw_only=True)
class TextSheet:
    """A sheet of texts. heads: of its table; without, the lines stand alone. widths: of columns, in characters."""

    name: str
    title: str
    widths: tuple[int, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def front_sheets(
    sheets: Sequence[TableSheet],
    *,
    region: str,
    as_of: date,
    told: Sequence[Text],
    provenance: Mapping[str, Any],
    warning: Text | None = None,
) -> tuple[TextSheet, ...]:
    """Cover, contents, notes and columns of the workbook of a region; region: its name.

    told: sentences of its coverage. warning: what stands above all else on the cover of a workbook that not everybody
    may read.
    """
    warned = (f"{warning.id}.", f"{warning.en}.") if warning else ()
    return (
        TextSheet(
            name=COVER,
            title=title_of(region, as_of=as_of),
            widths=(100,),
            heads=(),
            rows=tuple((line,) for line in (*warned, *_cover(region, as_of=as_of, told=told, provenance=provenance))),
        ),
        TextSheet(
            name=CONTENTS,
            title="Isi / Contents",
            widths=(26, 52, 52, 14),
            heads=("Lembar / Sheet", "Isi", "Contents", "Baris / Rows"),
            rows=tuple(
                (one.name, one.title.id, one.title.en, INDONESIAN.number(one.rows)) for one in sheets
            ),
        ),
        TextSheet(
            name=NOTES,
            title="Catatan / Notes",
            widths=(32, 80, 80),
            heads=("Tanda atau kode / Mark or code", "Arti", "Meaning"),
            rows=(
                *((mark, text.id, text.en) for mark, text in ((LEGEND_FOR_FEW,) if warning else ()) + LEGEND),
                *((flag.value, text.id, text.en) for flag, text in FLAG_TEXTS.items()),
            ),
        ),
        TextSheet(
            name=COLUMNS,
            title="Kolom / Columns",
            widths=(26, 44, 26, 12, 80, 80),
            heads=COLUMN_HEADS,
            rows=tuple(
                (one.name, f"{column.title.id} / {column.title.en}", column.name, column.unit or "",
                 column.description.id, column.description.en)
                for one in sheets
                for column in one.columns
            ),
        ),
    )  # fmt: skip


def title_of(region: str, *, as_of: date) -> str:
    """The title of a workbook."""
    return (
        f"Cakupan jaminan sosial ketenagakerjaan (UCJ), {region}, keadaan {INDONESIAN.day(as_of)} / "
        f"Employment social security coverage (UCJ), {region}, as of {ENGLISH.day(as_of)}"
    )


def _cover(region: str, *, as_of: date, told: Sequence[Text], provenance: Mapping[str, Any]) -> Iterator[str]:
    yield f"Wilayah: {region} / Region: {region}"
    yield f"Keadaan: {INDONESIAN.day(as_of)} / As of: {ENGLISH.day(as_of)}"
    for text in told:
        yield from (f"{text.id}.", f"{text.en}.")
    yield (
        f"Basis wilayah: {OFFICIAL_BASIS} (kabupaten/kota menurut NIK), kecuali lembar basis lain. Angka dari basis "
        "yang berbeda tidak boleh dijumlahkan."
    )
    yield f"Basis of the region: {OFFICIAL_BASIS} (regency of the NIK), but for the sheet of other bases. Never add."
    yield from (f"{title}: {provenance[name]}" for name, title in VERSIONS.items() if name in provenance)
    yield f"Lembar {CONTENTS} menyebut semua tabel, {NOTES} arti tanda dan kode, {COLUMNS} arti setiap kolom."
    yield f"{CONTENTS} lists all tables, {NOTES} explains marks and codes, {COLUMNS} every column."
    yield "Satu tabel pada setiap lembar; semua basis dan tabel lengkap ada pada berkas CSV dan Parquet rilis ini."
    yield "One table a sheet; all bases and whole tables are in the CSV and Parquet files of this release."
    yield f"Kode dan nama wilayah / Region codes and names: {PACKAGE} {PACKAGE_VERSION}, ODbL 1.0"
    yield "Bahasa: Indonesia, lalu Inggris / Language: Indonesian, then English"
