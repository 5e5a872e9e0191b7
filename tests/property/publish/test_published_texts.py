"""Whatever an issuer writes into a free text, what is published shows it plainly, names nobody and computes nothing."""

import csv
import io
import re
import unicodedata

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed, Field, Kind, Severity
from expectations.published_text import DEMANDS, is_publishable
from tasks.publish.files.formats.csv import Csv
from tasks.read.cells.frame import type_cells
from tasks.read.tables.raw_table import RawTable
from tasks.refusal import Refusal
from tests.contract.direct import is_good
from tests.unit.publish.made_facts import AS_OF

FIELDS = [(feed, field) for feed in FEEDS.values() for field in feed.fields if field.is_published_text]
NIK = "7205011708900003"
SIGNS = st.sampled_from([*" .,-/'_", "\u200b", "\u2066", "\u202e", "\u00ad", "\ufeff", "\u2028", "\u3164", "\u0301",
                         "\t", "\r", "\n", "\0", "\u02bc", "\u00a0", "\U000e0041", "", ""])  # fmt: skip
DIGITS = st.sampled_from(["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "⓪①②③④⑤⑥⑦⑧⑨", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"])
LEADS = st.sampled_from(["=", "+", "-", "@", "＝", "﹢", "＠", "\t=", "\r+", " @", "\u200b=", "", ""])
TAILS = st.sampled_from(["1+1", "(A1)", "SUM(A1)", "5", "1,5", "cmd|' /C calc'!A0", "BPS 2025", ""])


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Digits of some script, with signs between them."""
    script = draw(DIGITS)
    digits = draw(st.sampled_from([NIK, NIK[:11], NIK[:10], NIK[:4]]))
    return "".join(script[int(digit)] + draw(SIGNS) for digit in digits)


TEXTS = st.one_of(st.text(), numbers(), st.builds("{}{}".format, LEADS, TAILS))
TEXTS = st.one_of(TEXTS, st.builds("{} {}".format, TEXTS, TEXTS))


def is_harmless(text: str) -> bool:
    """What a release may show, in plain Python."""
    shown = not any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in text)
    plain = unicodedata.normalize("NFKC", text).strip()
    joined = "".join(
        "9" if unicodedata.category(sign)[0] == "N" else sign
        for sign in plain
        if unicodedata.category(sign)[0] == "N" or (sign.isascii() and sign.isalpha())
    )
    computes = plain[:1] in {"=", "+", "-", "@"} and not re.fullmatch(r"[+-]?\d+([.,]\d+)*", plain, re.ASCII)
    return shown and not re.search("9{11}", joined) and not computes and text == text.strip()


def accepted_texts(feed: Feed, field: Field, texts: list[str]) -> list[str | None]:
    """The texts of a field as they are read, of the rows that no rule about this field rejects."""
    cells = pl.DataFrame({"row_no": range(len(texts)), "complete_line": True, field.name: texts}).with_columns(
        pl.col("row_no").cast(pl.Int32), pl.col(field.name).cast(pl.String)
    )
    typed = type_cells(RawTable(cells=cells, facts={}), feed=feed, position_date=AS_OF)
    assert not isinstance(typed, Refusal)
    frame, _ = typed
    rules = [
        is_good(rule.check)
        for rule in feed.rules
        if rule.columns == (field.name,) and rule.severity is Severity.REJECT_ROW
    ]
    return frame.filter(pl.all_horizontal(rules))[field.name].to_list()


@given(st.data(), st.lists(TEXTS, min_size=1, max_size=8))
def test_what_is_accepted_and_written_is_harmless(data: st.DataObject, texts: list[str]) -> None:
    feed, field = data.draw(st.sampled_from(FIELDS))
    accepted = accepted_texts(feed, field, texts)
    written = Csv().write(pl.DataFrame({"n": range(len(accepted)), "text": pl.Series(accepted, dtype=pl.String)}))
    rows = list(csv.reader(io.StringIO(written.decode(), newline="")))[1:]
    assert [text for _, text in rows] == [text or "" for text in accepted]
    for _, text in rows:
        assert is_harmless(text)
        assert is_publishable(text)


@given(TEXTS)
@example("No. 560/1234 Tahun 2025")
@example("7205.01.170890.0003")
@example("−5")
def test_the_gate_lets_nothing_else_pass(text: str) -> None:
    if not is_harmless(text):
        assert not is_publishable(text)


@pytest.mark.parametrize(
    "text",
    ["BPS", "2025-1", "Perpres 12/2025", "RPJMN 2025-2029", "No. 560/1234 Tahun 2025", "Ä/Ö 5 %", "-1,5", "Buol"],
)
def test_ordinary_texts_pass_as_they_are(text: str) -> None:
    assert is_publishable(text)
    for feed, field in FIELDS:
        assert accepted_texts(feed, field, [text]) == [text.upper() if field.kind is Kind.NAME else text]


@pytest.mark.parametrize(
    "text",
    [NIK, NIK[:11], "7205 0117 0890 0003", "72O5O117O89OOOO3", "７２０５０１１７０８９", "٧٢٠٥٠١١٧٠٨٩",
     "=1+1", "=(1)", "＝A1", "@SUM(A1)", "+A1", "--1", "=5", "kartu 72\u200b05\u200b01\u200b17089"],
)  # fmt: skip
def test_numbers_of_people_and_formulas_are_refused(text: str) -> None:
    assert not is_publishable(text)
    assert [accepted_texts(feed, field, [text]) for feed, field in FIELDS] == [[]] * len(FIELDS)


@pytest.mark.parametrize("text", ["\u202eBPS\u202c", "B\u200bPS", "\ufeffBPS ", "BPS\0", "BPS\u2028"])
def test_unseen_signs_are_cleaned_away(text: str) -> None:
    assert not is_publishable(text)
    assert all(accepted_texts(feed, field, [text]) == ["BPS"] for feed, field in FIELDS)


def test_line_ends_become_spaces() -> None:
    assert accepted_texts(*FIELDS[0], ["BPS\r\n2025\tA"]) == ["BPS 2025 A"]


def test_a_text_of_unseen_signs_only_is_missing() -> None:
    issuer = FEEDS["target"].field("issuer")
    assert accepted_texts(FEEDS["target"], issuer, ["\u200b\u200e", "x"]) == ["X"]


def test_demands_leave_empty_cells_alone() -> None:
    empty = pl.Series([None], dtype=pl.String)
    assert all(pl.select(demand(pl.lit(empty))).to_series().to_list() == [None] for demand in DEMANDS.values())
