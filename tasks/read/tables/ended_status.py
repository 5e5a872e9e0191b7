"""A column of status that says who is no longer a participant: the day on which that ended must stand beside it."""

import polars as pl

from expectations.contracts.schema import Feed
from tasks.read.tables.raw_table import strip_cells

ENDED = (
    r"^(SUDAH |TELAH )?((NON|IN) ?AKTIF|(NON|IN) ?ACTIVE|(TIDAK|TDK|TAK) ?AKTIF|BERHENTI|KELUAR|RESIGN|RESIGNED|PHK|"
    r"MENINGGAL|PENSIUN|MENGUNDURKAN ?DIRI|BERAKHIR|ENDED|TERMINATED)\b"
)


def with_unknown_ends(frame: pl.DataFrame, cells: pl.DataFrame, *, feed: Feed) -> pl.DataFrame:
    """The typed frame; where a status says that participation ended and no day does, that day cannot be read.

    A status that says anything else is not looked at: it may be about marriage or work.
    """
    for field in feed.beside:
        if field.ends is None or field.name not in cells.columns:
            continue
        day = feed.field(field.ends)
        said = strip_cells(cells[field.name]).str.to_uppercase().str.replace_all(r"[^A-Z]+", " ").str.contains(ENDED)
        unknown = said.fill_null(value=False) & frame[day.name].is_null()
        if unknown.any():
            frame = frame.with_columns((frame[day.unreadable] | unknown).alias(day.unreadable))
    return frame
