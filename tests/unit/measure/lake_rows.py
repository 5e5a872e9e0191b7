"""Made-up lake objects for the tests of measuring."""

import io
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from expectations.contracts import ENROLMENT
from tasks.measure.inputs.positions import Position
from warehouse.lake.integrity import name_of_object

Row = Mapping[str, Any]
ELIGIBLE_FRAME: dict[str, pl.DataType | type[pl.DataType]] = {
    "region_code": pl.String,
    "year": pl.Int32,
    "segment": pl.String,
    "eligible": pl.Int64,
    "source": pl.String,
    "version": pl.String,
    "position_date": pl.Date,
    "issuer": pl.String,
}


def registration(person: int, card: int = 0, **given: Any) -> dict[str, Any]:
    """A paid-up wage earner of Buol, changed by what is given; ids are made of the two numbers."""
    segment = given.get("segment", "PU")
    return {
        "row_no": 1,
        "person_id": person.to_bytes(16, "big"),
        "registration_id": f"{person:08}{card:05}{segment:>3.3}".encode(),
        "segment": segment,
        "head_count": 1,
        "region_nik": "72.05",
        "region_domicile": "72.05",
        "region_workplace": "72.05",
        "registered_on": date(2020, 1, 1),
        "last_paid": date(2024, 5, 1),
        **given,
    }


def heads(count: int, **given: Any) -> dict[str, Any]:
    """Construction heads without NIK in Buol, whose project runs to the end of 2024."""
    row = registration(0, segment="JAKON", head_count=count, ends_on=date(2024, 12, 31), last_paid=None)
    return row | {"person_id": None, "registration_id": None, "region_nik": None} | given


def write_position(
    folder: Path,
    branch: str,
    day: date,
    rows: Iterable[Row],
    *,
    row_group: int | None = None,
    lacking: Collection[str] = (),
) -> Position:
    """The rows as a lake object of the branch, which may lack columns that came later."""
    listed = list(rows)
    frame = pl.DataFrame(listed, schema=ENROLMENT.lake.schema) if listed else pl.DataFrame(schema=ENROLMENT.lake.schema)
    content = io.BytesIO()
    frame = frame.sort(*ENROLMENT.lake.sort_by).drop(lacking)
    frame.write_parquet(content, compression="zstd", row_group_size=row_group)
    path = folder / name_of_object(f"{branch}_{day}", sha256=sha256(content.getvalue()).hexdigest())
    path.write_bytes(content.getvalue())
    return Position(branch, day, path, frame.height)


def eligible_row(region: str, eligible: int | None, **given: Any) -> dict[str, Any]:
    """A number of eligible workers issued by BPS for 2024, changed by what is given."""
    row = {"region_code": region, "year": 2024, "segment": "TOTAL", "eligible": eligible, "source": "Sakernas"}
    return row | {"version": "v1", "position_date": date(2024, 1, 1), "issuer": "BPS"} | given


def eligible_frame(*rows: Row) -> pl.DataFrame:
    """The rows as the catalogue hands them over."""
    return pl.DataFrame(list(rows), schema=ELIGIBLE_FRAME)
