"""The chart of sexes and ages: lengths by hand, what is hidden is no number, and the sentence says what is certain."""

from collections.abc import Sequence
from typing import Any

import pytest

from tasks.publish.files.site.charts.pyramid import of_sexes, pyramid
from tasks.publish.files.site.regions.pages import region_pages
from tests.unit.publish.made_facts import AS_OF, made_tables
from tests.unit.publish.site.made_ages import with_ages


def row(sex: str, age: str, active: int | None, *, status: str | None = None) -> dict[str, Any]:
    return {
        "sex": sex,
        "age_group": age,
        "active": active,
        "active_status": status or ("value" if active is not None else "confidential"),
    }


SHOWN = [row("L", "25-34", 80), row("P", "25-34", 20), row("P", "35-44", 40), row("L", "65+", None)]


def sides(rows: Sequence[dict[str, Any]]) -> dict[str, tuple[tuple[str, bool], tuple[str, bool]]]:
    chart = pyramid(rows)
    assert chart is not None
    return {
        line.age_group: ((line.men.width, line.men.hidden), (line.women.width, line.women.hidden))
        for line in chart.lines
    }


def test_all_bars_are_on_one_scale_and_the_oldest_stand_above() -> None:
    found = sides(SHOWN)
    assert list(found) == ["65+", "55-64", "45-54", "35-44", "25-34", "15-24", "0-14"]
    assert found["25-34"] == (("100.0", False), ("25.0", False))
    assert found["35-44"] == (("0.0", False), ("50.0", False))


def test_what_is_hidden_is_marked_and_a_group_without_people_is_not() -> None:
    assert sides(SHOWN)["65+"] == (("0.0", True), ("0.0", False))
    full = [*SHOWN[:-1], row("L", "65+", 4, status="confidential")]  # as the restricted edition has it
    assert sides(full)["65+"] == (("5.0", False), ("0.0", False))


def test_there_is_no_chart_without_a_bar() -> None:
    unknown = [
        row("TIDAK_DIKETAHUI", "TIDAK_DIKETAHUI", 9),
        row("TIDAK_DIKETAHUI", "TOTAL", 9),
        row("TOTAL", "TOTAL", 9),
    ]
    assert pyramid([]) is None
    assert pyramid(unknown) is None
    assert pyramid([*unknown, row("L", "65+", None)]) is None
    chart = pyramid([*SHOWN, *unknown, row("L", "TIDAK_DIKETAHUI", None), row("P", "TIDAK_DIKETAHUI", 1200)])
    assert chart is not None
    assert chart.not_drawn is not None
    assert chart.not_drawn.en == "at least 1,209 people whose sex or age is not known are not drawn"
    assert "sedikitnya 1.209 orang" in chart.not_drawn.id


@pytest.mark.parametrize(
    ("ages", "active", "said"),
    [
        ({"25-34": 60, "35-44": 40}, 100, "The largest age group: 25-34 years, 60 people"),
        ({"25-34": 50, "35-44": 50}, 100, None),
        ({"25-34": 60, "35-44": None}, 119, "The largest age group: 25-34 years, 60 people"),
        ({"25-34": 60, "35-44": None}, 120, None),
        ({"25-34": 40, "TIDAK_DIKETAHUI": 60}, 100, "The largest age group: 25-34 years, 40 people"),
        ({"25-34": None}, 30, None),
    ],
)
def test_the_largest_age_group_is_named_where_no_hidden_one_can_be_larger(
    ages: dict[str, int | None], active: int, said: str | None
) -> None:
    found = of_sexes([row("TOTAL", age, count) for age, count in ages.items()], active=active)
    assert (found.en if found else None) == said


def test_the_share_of_women_stands_first() -> None:
    rows = [row("L", "TOTAL", 2), row("P", "TOTAL", 1), row("TOTAL", "25-34", 3)]
    said = of_sexes(rows, active=3)
    assert said is not None
    assert said.en == (
        "33.33\N{NO-BREAK SPACE}% of the active people whose sex is known are women. "
        "The largest age group: 25-34 years, 3 people"
    )


def test_a_page_has_the_chart_on_screen_and_on_the_sheet() -> None:
    pages = dict(region_pages(with_ages(made_tables()), as_of=AS_OF))
    for path in ("wilayah/72.html", "wilayah/72.05.html"):
        page = pages[path].decode()
        assert '<section id="kelamin-umur" class="sheet"' in page
        assert page.count('<i class="unknown"></i>') == 2
