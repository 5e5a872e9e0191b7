from datetime import date
from typing import Any

import polars as pl
import pytest

from expectations.polars_engine.errors import HashCollisionError
from expectations.polars_engine.passes import uniqueness
from expectations.polars_engine.passes.uniqueness import find_duplicates


def duplicated(frame: pl.DataFrame, *columns: str, scope: pl.Expr | None = None) -> list[bool]:
    rows = frame.lazy() if scope is None else frame.lazy().filter(scope)
    found = find_duplicates(rows, columns)
    return frame.with_columns(x=found.is_duplicate)["x"].to_list()


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 1, 3],
        ["a", "é", "a", ""],
        [date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 1), None],
        [0.0, 1.0, -0.0, 2.0],
        [True, None, True, False],
        [b"\0", b"", b"\0", b"x"],
    ],
)
def test_repeats_are_found_in_keys_of_every_type(values: list[Any]) -> None:
    assert duplicated(pl.DataFrame({"k": values}), "k") == [True, False, True, False]


def test_a_single_missing_value_is_no_key() -> None:
    found = find_duplicates(pl.LazyFrame({"k": [None, None, 1]}), ["k"])
    assert found.hashes.is_empty()


def test_missing_parts_of_a_compound_key_are_equal() -> None:
    frame = pl.DataFrame({"a": [1, 1, 1], "b": [None, None, 2]})
    assert duplicated(frame, "a", "b") == [True, True, False]


def test_only_rows_in_scope_count() -> None:
    frame = pl.DataFrame({"k": [1, 1, 2, 2], "in": [True, False, True, True]})
    assert duplicated(frame, "k", scope=pl.col("in")) == [False, False, True, True]


def test_many_repeated_keys_are_found_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"a": [*range(50), *range(25), None, None], "b": ["x"] * 77})
    expected = [*[True] * 25, *[False] * 25, *[True] * 25]
    monkeypatch.setattr(uniqueness, "FEW", 3)
    monkeypatch.setattr(uniqueness, "MANY", 4)
    assert duplicated(frame, "a") == [*expected, False, False]
    assert duplicated(frame, "a", "b") == [*expected, True, True]


def test_a_collision_is_answered_with_another_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    colliding = uniqueness.SEEDS[0]

    def by_length(columns: Any, *, seed: int) -> pl.Expr:
        return (pl.col(columns[0]).str.len_chars() if seed == colliding else pl.col(columns[0]).hash(seed)).cast(
            pl.UInt64
        )

    monkeypatch.setattr(uniqueness, "key_hash", by_length)
    assert duplicated(pl.DataFrame({"k": ["aa", "bb", "aa", "c"]}), "k") == [True, False, True, False]
    monkeypatch.setattr(uniqueness, "SEEDS", (colliding,))
    with pytest.raises(HashCollisionError, match="k collide"):
        duplicated(pl.DataFrame({"k": ["aa", "bb", "aa", "c"]}), "k")
