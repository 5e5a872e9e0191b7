"""Row-wise metrics of one column that match the patterns of SQL: `%` is any text, `_` one character, case counts.

With `escape` the character after it stands for itself.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.metrics.column_map import as_text
from expectations.polars_engine.metrics.map_metric import Asked, Good, MapMetric, answer_map_metric

WILD = {"%": ".*", "_": "."}


def match(asked: Asked) -> pl.Expr:
    """The whole text is like the pattern."""
    return like(asked, asked.values["like_pattern"])


def not_match(asked: Asked) -> pl.Expr:
    """True where the text does not match the LIKE pattern."""
    return ~match(asked)


def match_list(asked: Asked) -> pl.Expr:
    """The whole text is like any of the patterns, or like all."""
    found = matches(asked)
    match_on = asked.values.get("match_on") or "any"
    if match_on not in {"any", "all"}:
        raise RejectedExpectationError("match_on must be 'any' or 'all'")
    return pl.any_horizontal(found) if match_on == "any" else pl.all_horizontal(found)


def not_match_list(asked: Asked) -> pl.Expr:
    """The text is like none of the patterns."""
    return ~pl.any_horizontal(matches(asked))


def matches(asked: Asked) -> list[pl.Expr]:
    """Whether the text is like each of the patterns, of which there must be one."""
    patterns = list(asked.values["like_pattern_list"] or ())
    if not patterns:
        raise RejectedExpectationError("like_pattern_list must hold at least one pattern")
    return [like(asked, pattern) for pattern in patterns]


def like(asked: Asked, pattern: str) -> pl.Expr:
    """The whole text is like a pattern."""
    regex = "".join(parts(pattern, escape=asked.values.get("escape")))
    return as_text(asked).str.contains(f"(?s)^{regex}$")


def parts(pattern: str, *, escape: str | None) -> Iterator[str]:
    """A pattern as a regular expression, character by character.

    Raises RejectedExpectationError if `escape` is not one character, or ends the pattern.
    """
    if escape is not None and len(escape) != 1:
        raise RejectedExpectationError("escape must be one character")
    characters = iter(pattern)
    for character in characters:
        if character != escape:
            yield WILD.get(character) or re.escape(character)
            continue
        literal = next(characters, None)
        if literal is None:
            raise RejectedExpectationError("a pattern ends in its escape character")
        yield re.escape(literal)


def _answer(name: str, good: Good, *value_keys: str) -> None:
    answer_map_metric(MapMetric(name=f"column_values.{name}", shape="column", good=good), value_keys=value_keys)


_answer("match_like_pattern", match, "like_pattern", "escape")
_answer("not_match_like_pattern", not_match, "like_pattern", "escape")
_answer("match_like_pattern_list", match_list, "like_pattern_list", "match_on", "escape")
_answer("not_match_like_pattern_list", not_match_list, "like_pattern_list", "escape")
