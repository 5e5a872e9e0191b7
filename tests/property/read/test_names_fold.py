"""Spellings of an issuer that differ in case, spaces and signs are one issuer, listed or not."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.contracts import FEEDS, listed_names
from expectations.contracts.codes import Code, CodeList, code_lists
from expectations.contracts.listed_names import FAMILY, known_name, listed_name, same_name
from tasks.check.deduplicate import merge_repeats
from tasks.measure.tables.targets import target_figures
from tasks.read.cells.columns import read_column
from tests.unit.measure.coverage_rows import coverage_rows
from warehouse.submissions.references import reference_schema

DAY = date(2026, 1, 31)
ISSUER = FEEDS["target"].field("issuer")
LISTED = [
    (text.removesuffix(FAMILY), entry.code.removesuffix(FAMILY))
    for entry in code_lists()["PENERBIT"].codes
    for text in (entry.code, *entry.aliases)
]
NOT_LISTED = ["DINAS SOSIAL BALI", "TIM 9", "YAYASAN ÉTOILE", "BAPPEDA"]
SIGNS = st.sampled_from(["", " ", "  ", ".", "-", " - ", "/", "_", "\u00a0"])


def read(texts: list[str]) -> list[str | None]:
    """Issuers as they are read from the cells of a file."""
    cells = pl.Series("issuer", texts, dtype=pl.String)
    return read_column(cells, None, field=ISSUER, on=DAY, forced=None).values.to_list()


@st.composite
def spelled(draw: st.DrawFn, name: str) -> str:
    """The name with any case, and with any signs between and after its letters."""
    letters = [sign for sign in name if sign.isalnum()]
    cased = [draw(st.sampled_from([sign.upper(), sign.lower()])) for sign in letters]
    return "".join(sign + draw(SIGNS) for sign in cased)


@given(st.data(), st.sampled_from(LISTED))
def test_a_listed_issuer_is_read_by_its_name_on_the_list(data: st.DataObject, listed: tuple[str, str]) -> None:
    spelling, name = listed
    assert read([data.draw(spelled(spelling))]) == [name]


@given(st.data(), st.sampled_from([*NOT_LISTED, "PEMKAB TOLI-TOLI"]))
def test_another_issuer_is_one_in_any_spelling(data: st.DataObject, name: str) -> None:
    texts = [data.draw(spelled(name)), data.draw(spelled(name))]
    frame = pl.DataFrame({"row_no": [2, 3], "region_region": "ID", "year": 2026, "issuer": read(texts)})
    assert frame.select(same_name(pl.col("issuer"))).n_unique() == 1
    assert merge_repeats(frame, feed=FEEDS["target"]).kept["row_no"].to_list() == [3]


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2))
def test_names_with_other_letters_stay_apart(texts: list[str]) -> None:
    one, other = pl.DataFrame({"text": texts}).select(same_name(pl.col("text"))).to_series().to_list()
    letters = ["".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum()) for text in texts]
    if all(text.isascii() and key for text, key in zip(texts, letters, strict=True)):
        assert (one == other) == (letters[0] == letters[1])


@given(st.data(), st.sampled_from(["KEMENDAGRI", *NOT_LISTED]))
def test_a_correction_in_another_spelling_replaces(data: st.DataObject, name: str) -> None:
    first, then = read([data.draw(spelled(name)), data.draw(spelled(name))])
    rows = [
        ("72.05", 2026, first, Decimal(40), None, date(2026, 1, 1), "K1"),
        ("72.05", 2026, then, Decimal(50), None, date(2026, 1, 15), "K2"),
    ]
    targets = pl.DataFrame(rows, schema=reference_schema(FEEDS["target"]), orient="row")
    shown = target_figures(targets, coverage=coverage_rows(DAY, ("72.05", 10, 100)), as_of=DAY)
    assert shown.select("issuer", "target_pct").rows() == [(then, 50)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kemen dagri", "KEMENDAGRI"),
        ("KEMENDAGRI ", "KEMENDAGRI"),
        ("RPJMN (Bappenas)", "RPJMN"),
        ("Bpjs  Ketenagakerjaan", "BPJS KETENAGAKERJAAN"),
        ("Pemerintah Provinsi  Bali", "PEMPROV BALI"),
        ("Pemda Kabupaten Toli-Toli", "PEMKAB TOLI-TOLI"),
        ("Pemkot", "PEMKOT"),
        ("PEMKOTABARU", None),
        ("Dinas Sosial", None),
    ],
)
def test_spellings_that_occur_fold_to_one_name(text: str, name: str | None) -> None:
    found = pl.DataFrame({"text": [text]}).select(
        listed=listed_name(pl.col("text"), code_list="PENERBIT", on=pl.lit(DAY)),
        known=known_name(pl.col("text"), code_list="PENERBIT", on=pl.lit(DAY)),
    )
    assert found.row(0) == (name, name or text.upper())


def test_a_name_holds_within_its_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Code(code="RPJMN", aliases=("RENCANA",), name_id="", name_en="",
                 valid_from=date(2025, 1, 1), valid_to=date(2029, 12, 31))  # fmt: skip
    lists: Mapping[str, CodeList] = {"PENERBIT": CodeList(name="PENERBIT", codes=(entry,))}
    monkeypatch.setattr(listed_names, "code_lists", lambda: lists)
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2029, 12, 31), date(2030, 1, 1)]
    frame = pl.DataFrame({"text": "Rencana", "day": days})
    named = frame.select(known_name(pl.col("text"), code_list="PENERBIT", on=pl.col("day"))).to_series()
    assert named.to_list() == ["RENCANA", "RPJMN", "RPJMN", "RENCANA"]
