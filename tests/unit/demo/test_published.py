"""The published cases, recounted naively from the files that were written for them."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from demo.geography import load_geography
from demo.published import numbered_people, write_published
from demo.published_cases import CASES
from demo.published_model import Expected, PublishedCase
from tests.unit.demo.inbox import extracts, rows_of
from tests.unit.demo.recount import Recount, reference_rows


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublishedCase]:
    return {case.name: case for case in write_published(home=tmp_path_factory.mktemp("published"))}


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_files_lead_to_the_published_figures(cases: dict[str, PublishedCase], name: str) -> None:
    case = cases[name]
    recount = Recount(case.home)
    for expected in case.expected:
        assert expected.as_of in case.as_of
        assert expected.holds(recount.figure(expected)), (expected, recount.figure(expected))


def test_what_was_printed_is_expected() -> None:
    """The figures of the public statements, typed here once more; for Buol also the head counts, which are ours."""
    printed = {
        "sulawesi-tengah-2021": {"231146", "1440162", "16.05", "1209016", "98", "50"},
        "sarolangun-2024": {"44546", "41.02", "4", "71760", "108595", "66.08", "1", "27214", "25.06"},
        "sijunjung-2022": {"23218", "12318", "10900", "20", "10", "1333"},
        "muna-barat-2023": {"12694", "2270", "10424", "100", ""},
        "buol-2024": {"100", "87.8", "42000000", "36000000", "78000000", ""}
        | {"10938", "2738", "8200", "115", "11500", "60"},
    }
    assert {case.name: {figure.value for figure in case.expected} for case in CASES} == printed


def test_cases_contain_what_must_not_be_counted(cases: dict[str, PublishedCase]) -> None:
    home = cases["sulawesi-tengah-2021"].home
    rows = [row for path in extracts(home) for row in rows_of(path)]
    niks = [row["NIK"] for row in rows]
    assert len(niks) > len(set(niks)) > 231_146  # doubles and lapsed people
    assert {row["SEGMEN"] for row in rows} == {"PU", "BPU", "JAKON"}


def test_later_delivery_holds_the_same_people(cases: dict[str, PublishedCase]) -> None:
    before, after = (
        {row["NIK"] for row in rows_of(path)}
        for path in extracts(cases["sarolangun-2024"].home)
        if path.name.startswith("PESERTA_K01")
    )
    assert before < after
    assert len(after - before) == 27_214


def test_the_villages_of_buol_are_as_published(cases: dict[str, PublishedCase]) -> None:
    heads: dict[str, int] = defaultdict(int)
    (path,) = extracts(cases["buol-2024"].home)
    for row in rows_of(path):
        if row["KATEGORI"] == "PEKERJA_RENTAN":
            heads[row["KODE_DESA"]] += 1
    assert len(heads) == 115
    assert sum(count == 100 for count in heads.values()) == 60
    assert sum(count == 40 for count in heads.values()) == 55


def test_what_was_paid_in_buol_was_paid_for_one_who_is_no_longer_enrolled(cases: dict[str, PublishedCase]) -> None:
    home = cases["buol-2024"].home
    (path,) = extracts(home)
    (nik,) = {claim["NIK"] for claim in reference_rows(home, "KLAIM")}
    assert nik[:4] == "7205"
    assert nik not in {row["NIK"] for row in rows_of(path)}


def test_writing_twice_gives_the_same_bytes(cases: dict[str, PublishedCase], tmp_path: Path) -> None:
    for case in write_published(home=tmp_path):
        for path in case.home.rglob("*.*"):
            assert path.read_bytes() == (cases[case.name].home / path.relative_to(case.home)).read_bytes()


def test_numbered_people_are_different_people() -> None:
    people = numbered_people(np.arange(950_000), regency="72.71", card=1, geography=load_geography())
    assert people["NIK"].n_unique() == 950_000
    assert people["KPJ"].n_unique() == 950_000
    assert people["KPJ"].str.len_chars().unique().to_list() == [11]


def test_unknown_regency_is_refused() -> None:
    with pytest.raises(ValueError, match=r"99\.99"):
        numbered_people(np.arange(1), regency="99.99", card=1, geography=load_geography())


@pytest.mark.parametrize(
    ("value", "comparison", "actual", "holds"),
    [
        ("16.05", "prints as", Decimal("16.0500"), True),
        ("16.05", "prints as", Decimal("16.06"), False),
        ("98", "prints as", Decimal("97.50"), True),
        ("98", "prints as", Decimal("97.49"), False),
        ("50", "below", Decimal("49.99"), True),
        ("50", "below", Decimal(50), False),
        ("10", "at least", "10.00", True),
        ("10", "at least", "9.99", False),
        ("", "empty", None, True),
        ("", "empty", "", True),
        ("", "empty", 0, False),
        ("50", "below", None, False),
    ],
)
def test_a_published_figure_is_compared_as_its_source_says(
    value: str, comparison: str, actual: Decimal | int | str | None, holds: bool
) -> None:
    expected = Expected(date(2024, 1, 1), "72", "coverage_pct", value, comparison)  # type: ignore[arg-type]
    assert expected.holds(actual) is holds
