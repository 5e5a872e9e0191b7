"""Columns beside a feed that say whether a row of it holds: its status, a remark, a mark that it was deleted."""

from dataclasses import replace

from expectations.contracts.row_words import ENDED, VOID
from expectations.contracts.schema import Field, Kind, RowSays

TAKEN_BACK = Field(
    name="taken_back",
    header="DELETED_AT",
    aliases=(
        "IS_DELETED", "DELETED", "DELETED_ON", "DELETED_DATE", "DELETE_FLAG", "FLAG_DELETE", "DIHAPUS", "TANGGAL_HAPUS",
        "TGL_HAPUS", "FLAG_HAPUS", "BATAL", "IS_BATAL", "DIBATALKAN", "TANGGAL_BATAL", "TGL_BATAL", "FLAG_BATAL",
        "CANCELLED_AT", "CANCELED_AT", "IS_CANCELLED",
    ),
    kind=Kind.TEXT,
    kept=False,
    row=RowSays(marks=True),
    text_id="Tanda atau tanggal hapus atau batal; baris yang terisi ditolak",
    text_en="Mark or day of a deletion; rows that have one are rejected",
)  # fmt: skip
OF_MEMBERS = RowSays(void=VOID, ended=ENDED, ends="ended_on")


def status_beside(name: str, *headers: str, says: RowSays) -> Field:
    """A column of status under the first header, and its other names."""
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


def remark_beside(says: RowSays) -> Field:
    """A column of remarks, which may say what a status says."""
    return Field(
        name="remark",
        header="KETERANGAN",
        aliases=("KET", "CATATAN", "REMARK", "REMARKS", "NOTE", "NOTES"),
        kind=Kind.TEXT,
        kept=False,
        row=replace(says, free=True),
        text_id="Keterangan; hanya dilihat apakah barisnya berlaku",
        text_en="Remark; only looked at for whether its row holds",
    )


def rows_beside(*statuses: Field) -> tuple[Field, ...]:
    """Columns of status, of remarks and of marks of deletion; without a status of its own a feed has a plain one."""
    plain = (status_beside("row_status", "STATUS", "STATUS_DATA", "STATUS_BARIS", says=RowSays(void=VOID)),)
    return (*(statuses or plain), remark_beside(RowSays(void=VOID)), TAKEN_BACK)
