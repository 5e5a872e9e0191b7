"""Figures that officials have published, reproduced from extracts that match them, through the whole route."""

from datetime import date

import polars as pl
import pytest

from demo.published import write_published
from demo.published_cases import CASES
from demo.published_found import Found, find
from demo.published_model import PublishedCase
from docs.cases import HEAD, PAGE, section
from tests.conftest import RunDay


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublishedCase]:
    return {case.name: case for case in write_published(home=tmp_path_factory.mktemp("published"))}


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_published_figures_are_reproduced(name: str, cases: dict[str, PublishedCase], run_day: RunDay) -> None:
    case = cases[name]
    found: list[Found] = []
    for day in case.as_of:
        summary = run_day(case.home, day)
        assert summary["ending"] == "published"
        assert {s["status"] for s in summary["submissions"]} <= {"accepted"}
        of_day = find(case.expected, home=case.home, as_of=day)
        assert of_day, f"case {name} expects nothing on {day}"
        found += of_day
    assert [one for one in found if not one.agrees] == []
    assert len(found) == len(case.expected)
    assert section(case, found) in PAGE.read_text(encoding="utf-8"), "write the page again: python -m docs.cases"
    coverage = pl.read_csv(case.home / "published" / "current" / "ucj_coverage.csv", infer_schema=False)
    assert max(case.as_of) == date.fromisoformat(coverage["as_of"][0])


def test_the_page_of_cases_has_a_section_for_each_and_nothing_else() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.startswith(HEAD)
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == [case.title.partition(": ")[0] for case in CASES]
