"""The gate: pairs of segment and funder lie within segments and funders, and cover them."""

from collections.abc import Iterable

import polars as pl
import pytest

from tasks.publish.gate.relations import segment_funder_problems

Rows = dict[tuple[str, ...], int]
SEGMENTS: Rows = {("PU",): 5, ("BPU",): 4, ("PMI",): 3}
FUNDERS: Rows = {("CSR",): 4, ("MANDIRI",): 4}
PAIRS: Rows = {("PU", "CSR"): 3, ("PU", "MANDIRI"): 2, ("BPU", "CSR"): 1, ("BPU", "MANDIRI"): 4}


def table(rows: Rows, key: Iterable[str], level: str) -> pl.DataFrame:
    where = {"basis": "nik", "level": level, "region_code": "72.05"}
    listed = [where | dict(zip(key, names, strict=True)) | {"active": active} for names, active in rows.items()]
    return pl.DataFrame(listed)


def problems(pairs: Rows, *, level: str = "regency") -> list[str]:
    return segment_funder_problems(
        {
            "ucj_segment": table(SEGMENTS, ["segment"], level),
            "ucj_funder": table(FUNDERS, ["funder"], level),
            "ucj_segment_funder": table(pairs, ["segment", "funder"], level),
        }
    )


def test_people_may_be_in_several_pairs() -> None:
    assert problems(PAIRS) == problems(PAIRS, level="national") == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({("PU", "CSR"): 6}, ["one funder are more than the segment has", "one segment are more than the funder pays"]),
        (
            {("BPU", "CSR"): 5},
            ["one funder are more than the segment has", "one segment are more than the funder pays"],
        ),
        ({("PU", "MANDIRI"): 1}, ["people of a segment have no funder"]),
        ({("PU", "CSR"): 2}, ["people of a segment have no funder", "people of a funder have no segment"]),
        ({("JAKON", "CSR"): 1}, ["one funder are more than the segment has"]),
        ({("PU", "APBN"): 1}, ["one segment are more than the funder pays"]),
    ],
)
def test_pairs_that_do_not_fit_are_told(changed: Rows, told: list[str]) -> None:
    found = problems(PAIRS | changed)
    assert len(found) == len(told)
    assert all(text in problem for text, problem in zip(told, found, strict=True))


def test_the_nation_may_leave_out_who_counts_with_another_segment() -> None:
    """A wage earner who holds PMI too is in the segment PMI of the nation, and in no pair of it."""
    abroad: Rows = {("PMI", "CSR"): 1}
    assert problems(PAIRS | abroad, level="national") == []
    assert problems(PAIRS | abroad) == ["ucj_segment_funder: people of a segment have no funder (1 rows)"]
