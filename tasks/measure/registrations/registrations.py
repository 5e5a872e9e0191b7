"""Registrations read from the lake, and the newest position of each.

A registration may lie in the files of two branches: the newer position wins, then the later paid month, then
the branch first in code order, then the later row. A row that wins counts with its own state, even ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from tasks.measure.inputs.positions import Position, Read
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.attributes import attributes_of_row, category_of_row, sex_age_of_row
from tasks.measure.registrations.reading import read_rows
from tasks.measure.registrations.states import ACTIVE, registration_state

EMPLOYER_ID, EMPLOYER = "employer_id", "employer"
LOWER_HALF = (1 << 64) - 1
NEWEST_FIRST = {"position_date": True, "last_paid": True, "branch_order": False, "row_no": True}


@dataclass(frozen=True, eq=False)
class Registrations:
    """Registrations of people, each once, as its newest position has it; row order is not kept.

    `alone`, `several`: those that count, with all columns, of people with one row and of those with more. `inactive`
    [person_id, segment, state, position_date]: those that do not count.
    """

    alone: pl.DataFrame
    several: pl.DataFrame
    inactive: pl.DataFrame


def read_registrations(positions: Sequence[Position], *, read: Read, as_of: date, rules: CountRules) -> pl.DataFrame:
    """One compact row per row that `read` finds in the positions, heads without NIK among them.

    Ids become 128-bit integers in the order of their bytes, that of the employer half of one, which no two of some
    million share; regions a code of `rules.regencies` or null.
    """
    return _read(
        positions,
        read=read,
        columns=[
            *_identity(as_of=as_of, rules=rules),
            *(
                pl.col(f"region_{basis}").cast(rules.regency, strict=False).alias(basis)
                for basis in ("domicile", "workplace")
            ),
            *(pl.col(name) for name in ("registered_on", "ends_on", "village")),
            *attributes_of_row(rules),
            sex_age_of_row(as_of),
            pl.col(EMPLOYER_ID).bin.slice(0, 8).bin.reinterpret(dtype=pl.UInt64).alias(EMPLOYER),
        ],
    )


def read_states(positions: Sequence[Position], *, read: Read, as_of: date, rules: CountRules) -> pl.DataFrame:
    """Like `read_registrations`, but only with what decides who counts, in which regency of the NIK and category."""
    columns = [*_identity(as_of=as_of, rules=rules), category_of_row(rules)]
    return _read(positions, read=read, columns=columns)


def _read(positions: Sequence[Position], *, read: Read, columns: Sequence[pl.Expr]) -> pl.DataFrame:
    raw = sorted({name for column in columns for name in column.meta.root_names()})

    def rows_of(order: int, position: Position) -> pl.LazyFrame:
        rows = read(position)
        if EMPLOYER_ID in raw and EMPLOYER_ID not in rows.collect_schema():
            rows = rows.with_columns(pl.lit(None, dtype=pl.Binary).alias(EMPLOYER_ID))
        return rows.select(
            *raw,
            pl.lit(position.position_date).alias("position_date"),
            pl.lit(order, dtype=pl.UInt16).alias("branch_order"),
        )

    return read_rows(positions, rows_of, *columns, "position_date", "branch_order")


def _identity(*, as_of: date, rules: CountRules) -> list[pl.Expr]:
    return [
        *(
            pl.col(name).bin.reinterpret(dtype=pl.UInt128, endianness="big")
            for name in ("person_id", "registration_id")
        ),
        pl.col("segment"),
        registration_state(as_of=as_of, rules=rules).alias("state"),
        pl.col("last_paid"),
        pl.col("row_no"),
        pl.col("region_nik").cast(rules.regency, strict=False).alias("nik"),
        pl.col("district_nik").cast(rules.district, strict=False).alias("district"),
    ]


def lower_half(ids: pl.Series) -> pl.Series:
    """The lower 64 bits of each id: two ids seldom share them, and they take half the time."""
    return (ids & LOWER_HALF).cast(pl.UInt64)


def may_repeat(ids: pl.Series) -> pl.Series:
    """True for every id that occurs more than once, and by a rare chance for one that does not.

    Compares the lower 64 bits only, which takes half the time; what it finds must be looked at in full.
    """
    low = lower_half(ids)
    ordered = low.sort()
    return low.is_in(ordered.filter(ordered == ordered.shift()).unique().implode()).fill_null(False)


def keep_newest(registrations: pl.DataFrame) -> Registrations:
    """Each registration of people once, apart by whether it counts and whether its holder has others.

    A registration can lie in two branches only where its holder has two rows, so only these are compared.
    """
    counts = pl.col("state").is_in(ACTIVE)
    repeated = may_repeat(registrations["person_id"])
    alone = registrations.lazy().filter(~repeated, pl.col("person_id").is_not_null())
    several = _newest(registrations.filter(repeated))
    inactive = [
        rows.filter(~counts).select("person_id", "segment", "state", "position_date")
        for rows in (alone, several.lazy())
    ]
    active, inactives = pl.collect_all([alone.filter(counts), pl.concat(inactive)])
    return Registrations(alone=active, several=several.filter(counts), inactive=inactives)


def _newest(registrations: pl.DataFrame) -> pl.DataFrame:
    repeated = may_repeat(registrations["registration_id"])
    newest = (
        registrations.filter(repeated)
        .sort(*NEWEST_FIRST, descending=list(NEWEST_FIRST.values()), nulls_last=True)
        .unique("registration_id", keep="first", maintain_order=True)
    )
    return pl.concat([registrations.filter(~repeated), newest])
