"""The types in which a contract says what remains of its rows in the lake, and which of them the catalogue has too.

What reads, rotates, erases or purges objects of the lake asks the contract and knows no feed by its name.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

ROW_NO = "row_no"


@dataclass(frozen=True, kw_only=True)
class KeyedId:
    """An id of 16 bytes made with the secret key, so that nobody without the key can tell what it was made of.

    Made of `label`, the column `of` and the columns `further`, joined by `|`. Null where `of` is null; a null in
    `further` counts as an empty text. repeats: many rows have the same one, so it is made once for each.
    """

    label: str
    of: str
    further: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class LakeColumn:
    """One column of a feed's objects in the lake.

    value: what it is made of, over the accepted rows; None takes the column of the same name as it is. required: never
    null in the catalogue. length: the most characters of a text in the catalogue. later: objects that were written
    before the column was added do not have it until their file is judged again.
    """

    name: str
    dtype: pl.DataType
    text: str
    value: pl.Expr | KeyedId | None = None
    required: bool = False
    length: int | None = None
    later: bool = False


@dataclass(frozen=True, kw_only=True)
class ReferenceTable:
    """A catalogue table with the rows of all objects in force: for feeds of few rows that figures are looked up in.

    Its columns are those of the lake; decimals are stored as whole numbers of their last digit.
    """

    name: str
    text: str


@dataclass(frozen=True, kw_only=True, eq=False)
class LakeTable:
    """What of a feed's rows is stored, and how.

    sort_by: order of the rows of an object, nulls last; none keeps that of the file. once_by: rows of several files
    that agree on these columns are one, of which the newest file has the say. catalogue: where the rows lie too.
    """

    columns: tuple[LakeColumn, ...]  # beside the number of the row, which comes first in every feed
    sort_by: tuple[str, ...] = ()
    once_by: tuple[str, ...] = ()
    catalogue: ReferenceTable | None = None

    @cached_property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Polars types by name, in the order of the stored columns."""
        return {ROW_NO: pl.Int32()} | {column.name: column.dtype for column in self.columns}

    def schema_with(self, columns: Collection[str]) -> Mapping[str, pl.DataType]:
        """The schema of an object that has these columns: those that came later may be missing, no other."""
        missing = {column.name for column in self.columns if column.later} - set(columns)
        return {name: dtype for name, dtype in self.schema.items() if name not in missing}

    @property
    def ids(self) -> tuple[str, ...]:
        """Names of the keyed ids; a feed that has some holds people."""
        return tuple(column.name for column in self.columns if isinstance(column.value, KeyedId))
