"""What stands in a cell that has no number, and why: marks as official statistics use them.

A column may have a column of statuses beside it, `<column>_status`, whose values have the meaning of the code lists of
SDMX. It is not shown; the cell that it is about shows a mark.
"""

from collections.abc import Collection
from types import MappingProxyType

import polars as pl

from warehouse.figures.schema import CONFIDENTIAL, NOT_AVAILABLE, NOT_REPORTED, VALUE, Text, status_name

NOTHING_THERE = "–"
FOR_FEW = "for_few"  # in place of the status of a cell that this edition shows and the public one hides
AFTER_NUMBER = ' "[c]"'  # what the form of its number ends in, so that it stays a number
MARKS = MappingProxyType({CONFIDENTIAL: "[c]", NOT_REPORTED: "[x]", NOT_AVAILABLE: NOTHING_THERE})
LEGEND: tuple[tuple[str, Text], ...] = (
    (
        "[c]",
        Text(id="Dirahasiakan agar tidak ada orang yang dapat dikenali.", en="Hidden, so that nobody is recognised."),
    ),
    ("[x]", Text(id="Tidak dilaporkan.", en="Not reported.")),
    (
        NOTHING_THERE,
        Text(id="Tidak tersedia, atau tidak berlaku di sini.", en="Not available, or not applicable here."),
    ),
)

LEGEND_FOR_FEW: tuple[str, Text] = (
    "12 [c]",
    Text(
        id="[c] di belakang angka: edisi umum menyembunyikan angka ini.",
        en="[c] after a number: the public edition hides this number.",
    ),
)


def mark_of(status: str | None, *, empty: bool, number: bool) -> str | None:
    """The mark of a cell; None = it shows its value.

    status: of the cell, None where its column has none. empty: it has no value. number: of a column of numbers or
    dates; an empty text without a status stays empty. A cell whose status hides it shows the mark even when it has a
    value. Raises `KeyError` for a status that is none.
    """
    if status is not None and status not in (VALUE, FOR_FEW):
        return MARKS[status]
    if not empty:
        return None
    return NOTHING_THERE if number or status is not None else ""


def told_for_few(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame where the status of each hidden cell that has a value is `FOR_FEW`: for those who may see all."""
    return frame.with_columns(
        pl.when((pl.col(status) == CONFIDENTIAL) & pl.col(name).is_not_null())
        .then(pl.lit(FOR_FEW))
        .otherwise(pl.col(status).cast(pl.String))
        .alias(status)
        for name, status in status_columns(frame.columns).items()
    )


def status_columns(names: Collection[str]) -> dict[str, str]:
    """The column of statuses of each column that has one, by its name."""
    return {name: status_name(name) for name in names if status_name(name) in names}
