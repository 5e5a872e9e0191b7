"""Row-wise metrics of one column of text that ask whether it can be read as something else.

The answer is Python's own, asked once for each distinct text of a slice; plain ISO-like dates are answered by Polars.
"""

import json
import re
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, datetime
from functools import partial

import jsonschema  # type: ignore[import-untyped]
import polars as pl
from dateutil import parser  # type: ignore[import-untyped]

from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.metrics.map_metric import Asked, MapMetric, answer_map_metric

Readable = Callable[[str], object]
PLAIN = re.compile(r"(%Y[-/.]?%m[-/.]?%d|%d[-/.]?%m[-/.]?%Y)([T ]%H:%M(:%S)?)?")


def match_strftime_format(asked: Asked) -> pl.Expr:
    """Python reads the text as a time in the format."""
    template = asked.values["strftime_format"]
    return readable(asked, partial(_read_time, template), plain=template if PLAIN.fullmatch(template) else None)


def json_parseable(asked: Asked) -> pl.Expr:
    """Python reads the text as JSON."""
    return readable(asked, json.loads)


def match_json_schema(asked: Asked) -> pl.Expr:
    """The text is JSON that fits the schema.

    Raises RejectedExpectationError if the schema is none.
    """
    schema = asked.values["json_schema"]
    kind = jsonschema.validators.validator_for(schema)
    try:
        kind.check_schema(schema)
    except jsonschema.SchemaError as error:
        raise RejectedExpectationError(f"json_schema is not a JSON Schema: {error.message}") from None
    return readable(asked, partial(_read_json, kind(schema)))


def dateutil_parseable(asked: Asked) -> pl.Expr:
    """dateutil reads the text as a time."""
    return readable(asked, parser.parse)


def readable(asked: Asked, read: Readable, *, plain: str | None = None) -> pl.Expr:
    """A function does not fail on the text; none is asked where the text is what the plain format writes.

    Raises RejectedExpectationError if the column is not text.
    """
    if asked.dtype != pl.String:
        raise RejectedExpectationError("the column must be text: ask before it is converted to another type")
    return asked.column.map_batches(partial(_readable, read=read, plain=plain), return_dtype=pl.Boolean)


def _readable(texts: pl.Series, *, read: Readable, plain: str | None) -> pl.Series:
    written = _as_written(texts, plain) if plain else texts.is_null()
    doubtful = texts.filter(~written).drop_nulls().unique()
    good = [text for text in doubtful if _succeeds(read, text)]
    return written | texts.is_in(good)


def _as_written(texts: pl.Series, template: str) -> pl.Series:
    """Texts that are what the format makes of a time that Python knows."""
    read = texts.str.to_datetime(template, strict=False, time_unit="us", ambiguous="null")
    known = read.dt.year().is_between(MINYEAR, MAXYEAR)
    return ((read.dt.strftime(template) == texts) & known).fill_null(value=False)


def _read_time(template: str, text: str) -> datetime:
    return datetime.strptime(text, template)  # noqa: DTZ007 - nothing is done with it


def _read_json(schema: jsonschema.protocols.Validator, text: str) -> None:
    schema.validate(json.loads(text))


def _succeeds(read: Readable, text: str) -> bool:
    try:
        read(text)
    except (ValueError, OverflowError, RecursionError, TypeError, jsonschema.ValidationError):
        return False
    return True


for _name, _good, _keys in (
    ("column_values.match_strftime_format", match_strftime_format, ("strftime_format",)),
    ("column_values.json_parseable", json_parseable, ()),
    ("column_values.match_json_schema", match_json_schema, ("json_schema",)),
    ("column_values.dateutil_parseable", dateutil_parseable, ()),
):
    answer_map_metric(MapMetric(name=_name, shape="column", good=_good), value_keys=_keys)
