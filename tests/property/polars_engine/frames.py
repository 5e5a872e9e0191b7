"""Frames that hypothesis draws, and how one is given to both engines."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
from hypothesis import strategies as st

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.Int32,
    "number": pl.Int64,
    "other": pl.Int64,
    "amount": pl.Float64,
    "text": pl.String,
    "word": pl.String,
    "stamp": pl.String,
    "record": pl.String,
    "day": pl.Date,
    "later": pl.Date,
    "moment": pl.Datetime("us"),
    "flag": pl.Boolean,
    "money": pl.Decimal(12, 2),
}
NARROW: dict[Any, list[Any]] = {
    pl.Int64: [pl.Int64, pl.Int32, pl.Int16, pl.Int8],
    pl.Float64: [pl.Float64, pl.Float32],
}
COLUMNS = tuple(SCHEMA)[1:]

STAMPS = [
    *("2020-01-31", "2020-1-31", "2020-02-30", "31/01/2020", " 2020-01-31", "2020-01-31 23:59:60", "20200131", ""),
    *("12020-01-01", "0000-01-01", "٢٠٢٠-٠١-٣١", '{"a": [1]}', "NaN", "null", "tomorrow", "2020-01-31T10:00"),
]
RECORDS = ['{"a": 1}', '{"a": -1}', '{"a": "é"}', "[1]", "null", "7", '"漢"']
NEW_YEAR = datetime.fromisoformat("2020-01-01")
numbers = st.integers(-5, 5)
texts = st.text(alphabet="aBé漢😀 0.", max_size=4)
days = st.dates(date(2019, 12, 30), date(2020, 1, 3))
moments = st.integers(-60, 60).map(lambda seconds: NEW_YEAR + timedelta(seconds=seconds))
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "number": numbers,
    "other": numbers,
    "amount": st.sampled_from([-1.5, 0.0, 0.25, 3.0, 1e9]),
    "text": texts,
    "word": st.sampled_from(["a", "b", "Ж"]),
    "stamp": st.sampled_from(STAMPS),
    "record": st.sampled_from(RECORDS),
    "day": days,
    "later": days,
    "moment": moments,
    "flag": st.booleans(),
    "money": st.sampled_from([Decimal("-0.01"), Decimal("0.00"), Decimal("12.34")]),
}


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    """Small frames: empty, one row, all missing, repeated and mixed ones; the row numbers are those of a file."""
    missing = draw(st.sampled_from([st.just(False), st.booleans(), st.just(True)]))
    height = draw(st.integers(0, 9))
    first = draw(st.integers(1, 100))

    def cells(strategy: st.SearchStrategy[Any]) -> list[Any]:
        drawn = st.tuples(missing, strategy).map(lambda pair: None if pair[0] else pair[1])
        return draw(st.lists(drawn, min_size=height, max_size=height))

    data = {"row_no": list(range(first, first + height))} | {name: cells(CELLS[name]) for name in COLUMNS}
    narrow = [pl.col(name).cast(draw(st.sampled_from(NARROW[SCHEMA[name]]))) for name in ("number", "other", "amount")]
    return pl.DataFrame(data, schema=SCHEMA).with_columns(narrow)


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """The same rows as plain Python values in pandas, as its users have them: numbers with gaps are floats."""
    data = pd.DataFrame(frame.to_dict(as_series=False), columns=list(SCHEMA))
    for name in ("number", "other", "amount"):
        data[name] = data[name].astype("float64")
    for name in ("text", "word", "stamp", "record"):
        data[name] = data[name].astype("object").where(frame[name].is_not_null().to_numpy(), None)
    return data
