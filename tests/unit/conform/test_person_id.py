"""Keyed ids against Python's own hmac module."""

import hashlib
import hmac

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from expectations.contracts.lake import KeyedId
from tasks.conform.key_file import PersonKey
from tasks.conform.person_id import id_column, keyed_id, person_id, step_further

SECRET = "0123456789abcdef" * 4
KEY = PersonKey((SECRET,))
REGISTRATION = KeyedId(label="registration", of="nik", further=("kpj", "segment", "employer_or_project"))
SECRETS = st.text(st.sampled_from("0123456789abcdef"), min_size=1, max_size=64)
PART = st.one_of(st.none(), st.text(st.sampled_from("0123456789AB"), min_size=1, max_size=16))


def expected(text: str | None, *, key: str = SECRET) -> bytes | None:
    """The first 16 bytes."""
    return None if text is None else hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()[:16]


def ids(expression: pl.Expr, **columns: list[str | None]) -> list[bytes | None]:
    """The ids of a frame with these columns."""
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).select(expression).to_series().to_list()


@given(st.lists(st.one_of(st.none(), st.text()), max_size=20), st.text(st.sampled_from("0123456789abcdef"), min_size=1))
def test_any_text_under_any_key(texts: list[str | None], key: str) -> None:
    assert ids(keyed_id(pl.col("text"), key=PersonKey((key,))), text=texts) == [
        expected(text, key=key) for text in texts
    ]


@given(st.lists(st.one_of(st.none(), st.text()), max_size=20), st.lists(SECRETS, min_size=2, max_size=4))
def test_a_step_for_each_key(texts: list[str | None], secrets: list[str]) -> None:
    wanted = [expected(text, key=secrets[0]) for text in texts]
    for secret in secrets[1:]:
        wanted = [None if one is None else expected(one.hex(), key=secret) for one in wanted]
    assert ids(keyed_id(pl.col("text"), key=PersonKey(tuple(secrets))), text=texts) == wanted


@given(st.lists(st.one_of(st.none(), st.text()), max_size=20), SECRETS, SECRETS)
def test_what_there_is_goes_one_step_further_to_what_would_be_made(
    texts: list[str | None], first: str, second: str
) -> None:
    frame = pl.DataFrame({"id": texts}, schema={"id": pl.String})
    before = frame.select(keyed_id(pl.col("id"), key=PersonKey((first,))))
    assert before.select(step_further("id", secret=second)).equals(
        frame.select(keyed_id(pl.col("id"), key=PersonKey((first, second))))
    )


@given(st.lists(PART, max_size=20))
def test_the_id_of_a_person_is_that_of_the_nik_alone(niks: list[str | None]) -> None:
    assert ids(person_id(key=KEY), nik=niks) == [expected(None if nik is None else f"person|{nik}") for nik in niks]


@given(st.lists(st.tuples(PART, PART, PART, PART), max_size=20))
def test_the_id_of_a_registration_is_that_of_its_four_parts(rows: list[tuple[str | None, ...]]) -> None:
    columns = ("nik", "kpj", "segment", "employer_or_project")
    frame = {name: [row[place] for row in rows] for place, name in enumerate(columns)}
    wanted = [
        None if row[0] is None else expected("|".join(["registration", *(part or "" for part in row)])) for row in rows
    ]
    assert ids(id_column(REGISTRATION, key=KEY), **frame) == wanted


def test_the_id_of_a_person_is_not_that_of_a_registration() -> None:
    row: dict[str, list[str | None]] = {"nik": ["1"], "kpj": [None], "segment": [None], "employer_or_project": [None]}
    assert ids(person_id(key=KEY), **row) != ids(id_column(REGISTRATION, key=KEY), **row)
