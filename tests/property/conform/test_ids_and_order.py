"""Ids and their order are what Python itself says: hmac and hashlib for the bytes, sorted for the order."""

import hashlib
import hmac
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.conform import person_id
from tasks.conform.conform import order_of
from tasks.conform.key_file import PersonKey
from tasks.conform.person_id import ID_BYTES, keyed_id

SECRETS = ("ab" * 32, "07" * 32)
texts = st.lists(st.none() | st.text(max_size=20), max_size=40)
ids = st.none() | st.binary(min_size=ID_BYTES, max_size=ID_BYTES) | st.sampled_from([b"\0" * 16, b"\xff" * 16])
rows = st.lists(st.tuples(st.sampled_from([None, "11.01", "11.02", "96.71"]), ids), max_size=60)


def by_python(text: str | None, secrets: tuple[str, ...]) -> bytes | None:
    """The id as the definition says it."""
    if text is None:
        return None
    for secret in secrets:
        text = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[: 2 * ID_BYTES]
    return bytes.fromhex(text)


@pytest.mark.parametrize("secrets", [SECRETS[:1], SECRETS])
@pytest.mark.parametrize("part_rows", [1, 7, 1 << 18])
@given(texts=texts)
@settings(max_examples=60, deadline=None)
def test_ids_are_those_of_the_standard_library(
    secrets: tuple[str, ...], part_rows: int, texts: list[str | None]
) -> None:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(person_id, "PART_ROWS", part_rows)
        made = frame.lazy().select(id=keyed_id(pl.col("text"), key=PersonKey(secrets))).collect()["id"]
    assert made.dtype == pl.Binary()
    assert made.to_list() == [by_python(text, secrets) for text in texts]


@given(rows=rows)
@settings(max_examples=100, deadline=None)
def test_rows_lie_by_region_then_bytes_of_the_id_then_place_and_nulls_last(rows: list[tuple[Any, Any]]) -> None:
    columns = {"region": pl.String, "id": pl.Binary}
    frame = pl.DataFrame(rows, schema=columns, orient="row").with_row_index("row_no")
    expected = sorted(frame.rows(), key=lambda row: [(one is None, one) for one in (row[1], row[2], row[0])])
    assert frame[order_of(frame, ("region", "id", "row_no"))].rows() == expected
