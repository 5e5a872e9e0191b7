"""Columns beside a feed that say whether a row of it holds: its status, a remark, a mark that it was deleted."""

from dataclasses import replace

from expectations.contracts.row_words import ENDED, REMARK_ENDED, REMARK_VOID, VOID
from expectations.contracts.schema import Field, Kind, RowSays

TAKEN_BACK = Field(
    name="taken_back",
    header="DELETED_AT",
    aliases=(
        "IS_DELETED", "DELETED", "DELETED_ON", "DELETED_DATE", "DELETE_FLAG", "FLAG_DELETE", "DIHAPUS", "TANGGAL_HAPUS",
        "TGL_HAPUS", "FLAG_HAPUS", "BATAL", "IS_BATAL", "DIBATALKAN", "TANGGAL_BATAL", "TGL_BATAL", "FLAG_BATAL",
        "CANCELLED_AT", "CANCELED_AT", "IS_CANCELLED", "TANGGAL_PEMBATALAN", "TANGGAL_RETUR", "TGL_RETUR",
    ),
    kind=Kind.TEXT,
    kept=False,
    row=RowSays(marks=True),
    text_id="Tanda atau tanggal hapus atau batal; baris yang terisi ditolak",
    text_en="Mark or day of a deletion; rows that have one are rejected",
)  # fmt: skip
IS_CURRENT = Field(
    name="is_current",
    header="IS_CURRENT",
    aliases=("CURRENT_FLAG", "IS_LATEST"),
    kind=Kind.TEXT,
    kept=False,
    row=RowSays(codes=True),
    text_id="Apakah baris ini versi yang berlaku; yang bukan ditolak",
    text_en="Whether this is the version of the row that holds; others are rejected",
)
TRANSACTION = ("JENIS_TRANSAKSI", "JENIS_MUTASI", "JENIS_PERUBAHAN", "OPERASI", "OPERATION", "OP")
PARTS = (
    Field(
        name="part_by_sex",
        header="JENIS_KELAMIN",
        aliases=("JK", "KELAMIN", "GENDER"),
        kind=Kind.TEXT,
        kept=False,
        row=RowSays(parts=True),
        text_id="Jenis kelamin; hanya baris untuk semua yang diterima",
        text_en="Sex; only rows for all are taken",
    ),
    Field(
        name="part_by_age",
        header="KELOMPOK_UMUR",
        aliases=("GOLONGAN_UMUR", "KELOMPOK_USIA", "UMUR", "USIA"),
        kind=Kind.TEXT,
        kept=False,
        row=RowSays(parts=True),
        text_id="Kelompok umur; hanya baris untuk semua yang diterima",
        text_en="Age group; only rows for all are taken",
    ),
)
OF_MEMBERS = RowSays(void=VOID, ended=ENDED, ends="ended_on")


def status_beside(name: str, *headers: str, says: RowSays) -> Field:
    """A column of status under each of these headers."""
    return Field(
        name=name,
        header=headers[0],
        aliases=headers[1:],
        kind=Kind.TEXT,
        kept=False,
        row=says,
        text_id="Status; hanya dilihat apakah barisnya berlaku",
        text_en="Status; only looked at for whether its row holds",
    )


def remark_beside(*, ends: str | None = None) -> Field:
    """A column of remarks, which may say what a status says; ends: the field of the day that stands beside an end."""
    ended = None if ends is None else REMARK_ENDED
    return Field(
        name="remark",
        header="KETERANGAN",
        aliases=("KET", "CATATAN", "REMARK", "REMARKS", "NOTE", "NOTES"),
        kind=Kind.TEXT,
        kept=False,
        row=RowSays(void=REMARK_VOID, ended=ended, ends=ends, free=True),
        text_id="Keterangan; hanya dilihat apakah barisnya berlaku",
        text_en="Remark; only looked at for whether its row holds",
    )


def rows_beside(*statuses: Field) -> tuple[Field, ...]:
    """Columns of status, of remarks and of marks of deletion; without a status of its own a feed has a plain one."""
    plain = (status_beside("row_status", "STATUS", "STATUS_DATA", "STATUS_BARIS", says=RowSays(void=VOID)),)
    return by_header(*(statuses or plain), remark_beside(), TAKEN_BACK, IS_CURRENT)


def by_header(*fields: Field) -> tuple[Field, ...]:
    """Each header of these columns as a column of its own: where a file has two of them, both are looked at."""
    return tuple(
        replace(field, name=field.name if place == 0 else f"{field.name}_{place}", header=header, aliases=())
        for field in fields
        for place, header in enumerate((field.header, *field.aliases))
    )
