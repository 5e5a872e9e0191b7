"""The gate adds movement up, also where it is not known who is new."""

import polars as pl
import pytest

from tasks.publish.gate.suite import movement_adds_up

COLUMNS = ("new", "returned", "lapsed", "ended", "gone", "net", "active_now", "active_then")


@pytest.mark.parametrize(
    ("row", "right"),
    [
        ((3, 1, 1, 0, 0, 3, 6, 3), True),
        ((2, 1, 1, 0, 0, 3, 6, 3), False),
        ((None, 1, 1, 0, 0, 2, 5, 3), True),
        ((None, 9, 1, 0, 0, 2, 5, 3), False),  # more returned than came at all
        ((None, 1, 1, 0, 0, 2, 6, 3), False),
    ],
)
def test_movement_adds_up(row: tuple[int | None, ...], *, right: bool) -> None:
    frame = pl.DataFrame([row], schema=dict.fromkeys(COLUMNS, pl.Int64), orient="row").with_columns(
        new_status=pl.lit("not_reported" if row[0] is None else "value")
    )
    assert frame.select(movement_adds_up({})).item() is right


def test_what_is_hidden_is_not_added_up() -> None:
    row = (None, 9, 1, 0, None, 2, 5, 3)
    frame = pl.DataFrame([row], schema=dict.fromkeys(COLUMNS, pl.Int64), orient="row")
    assert frame.with_columns(new_status=pl.lit("confidential")).select(movement_adds_up({})).item() is True
