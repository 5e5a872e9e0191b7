"""The published cases, recounted naively from the files that were written for them."""

import csv
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

PEOPLE = dict[str, set[str]]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublishedCase]:
    return {case.name: case for case in write_published(home=tmp_path_factory.mktemp("published"))}


def paid_up(home: Path, as_of: date) -> tuple[PEOPLE, dict[tuple[str, str], set[str]]]:
    """People by region, and by region and segment, who paid for the month of `as_of`, in the files of that day."""
    regions: PEOPLE = defaultdict(set)
    segments: dict[tuple[str, str], set[str]] = defaultdict(set)
    month = {f"{as_of:%m-%Y}", f"{as_of:%Y%m}"}
    for path in extracts(home):
        if f"_{as_of:%Y%m%d}." not in path.name:
            continue
        for row in rows_of(path):
            if row["BLTH_AKHIR"] in month:
                nik = row["NIK"]
                for code in (nik[:2], f"{nik[:2]}.{nik[2:4]}"):
                    regions[code].add(nik)
                    segments[code, row["SEGMEN"]].add(nik)
    return regions, segments


def denominators(home: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for path in home.glob("inbox/BPS/PEKERJA_*"):
        with path.open(encoding="utf-8") as lines:
            found |= {row["KODE_WILAYAH"]: int(row["JUMLAH"]) for row in csv.DictReader(lines, delimiter=";")}
    return found


def rank(code: str, people: PEOPLE, eligible: dict[str, int]) -> int:
    rates = {name: Decimal(len(people[name])) / heads for name, heads in eligible.items() if name[:2] == code[:2]}
    return 1 + sum(rate > rates[code] for name, rate in rates.items() if len(name) == 5)


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_files_lead_to_the_published_figures(cases: dict[str, PublishedCase], name: str) -> None:
    case = cases[name]
    eligible = denominators(case.home)
    for as_of in case.as_of:
        people, segments = paid_up(case.home, as_of)
        for expected in (figure for figure in case.expected if figure.as_of == as_of):
            code = expected.region_code
            found = segments[code, expected.segment] if expected.segment else people[code]
            rate = Decimal(100 * len(found)) / eligible[code] if code in eligible else None
            ours = {
                "active": len(found),
                "eligible": eligible.get(code),
                "coverage_pct": rate,
                "rank_in_province": rank(code, people, eligible) if code in eligible else None,
            }
            assert expected.holds(ours[expected.column]), expected


def test_what_was_printed_is_expected() -> None:
    """The figures of the public statements, typed here once more."""
    printed = {
        "sulawesi-tengah-2021": {"231146", "1440162", "16.05", "98", "50"},
        "sarolangun-2024": {"44546", "41.02", "71760", "108595", "66.08", "1"},
        "sijunjung-2022": {"23218", "12318", "10900", "20", "10"},
        "muna-barat-2023": {"12694", "2270", "10424", ""},
    }
    for case in CASES:
        assert {figure.value for figure in case.expected} == printed.get(case.name, {"10938", "2738", "8200", ""})


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


def test_buol_villages(cases: dict[str, PublishedCase]) -> None:
    heads: dict[str, int] = defaultdict(int)
    (path,) = extracts(cases["buol-2024"].home)
    for row in rows_of(path):
        if row["KATEGORI"] == "PEKERJA_RENTAN":
            heads[row["KODE_DESA"]] += 1
    assert len(heads) == 115
    assert sum(count == 100 for count in heads.values()) == 60
    assert sum(count == 40 for count in heads.values()) == 55


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
def test_comparisons(value: str, comparison: str, actual: Decimal | int | str | None, holds: bool) -> None:
    expected = Expected(date(2024, 1, 1), "72", "coverage_pct", value, comparison)  # type: ignore[arg-type]
    assert expected.holds(actual) is holds
