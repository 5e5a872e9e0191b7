from typing import Any

import polars as pl
import pytest

from settings import SEGMENTS
from tasks.publish.files.page.bases import ALL_BASES, basis_views
from tasks.publish.files.page.data import FIGURES, SEGMENT_FIGURES, page_data
from tasks.publish.files.page.page import build_page
from tests.unit.publish.made_facts import AS_OF
from tests.unit.publish.made_split import CHILD, PARENT
from tests.unit.publish.test_page import Page, render
from warehouse.dimensions.closed_lists import BASES


@pytest.fixture(scope="module")
def data(tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    return page_data(tables["ucj_coverage"], segments=tables["ucj_segment"])


@pytest.fixture(scope="module")
def page(tables: dict[str, pl.DataFrame]) -> Page:
    return render(tables)


def in_hundredths(name: str, value: Any) -> Any:
    return int(str(value).replace(".", "")) if name.endswith("_pct") and value is not None else value


def value_at(data: dict[str, Any], part: str, basis: str, column: int, place: int) -> Any:
    """A value as a reader of the page's data finds it: by place, or that of the official basis."""
    values = data[part][basis][column]
    if isinstance(values, list):
        return values[place]
    return values.get(place, data[part]["nik"][column][place])


def test_every_basis_is_named_and_explained_in_both_languages() -> None:
    assert tuple(basis.code for basis in ALL_BASES) == BASES
    for basis in ALL_BASES:
        assert all(text.strip() for text in (basis.name, basis.name_en, basis.id, basis.en))
        assert basis.id.endswith(".")
        assert basis.en.endswith(".")
    for words in ("name", "name_en", "id", "en"):
        assert len({getattr(basis, words) for basis in ALL_BASES}) == len(BASES)


def test_official_basis_comes_first_and_bases_that_a_release_lacks_do_not() -> None:
    assert [basis.code for basis in basis_views({"workplace", "nik"})] == ["nik", "workplace"]
    assert [basis.official for basis in basis_views(BASES)] == [True, False, False, False]


def test_only_the_official_basis_is_chosen_at_first(page: Page) -> None:
    radios = [attributes for _, attributes in page.elements if attributes.get("name") == "basis"]
    assert [radio["value"] for radio in radios] == list(BASES)
    assert [radio["value"] for radio in radios if "checked" in radio] == ["nik"]
    assert "Angka dari basis yang berbeda tidak boleh dijumlahkan atau dibandingkan." in page.words
    assert "Figures of different bases are never added or compared." in page.words


def test_release_with_the_official_basis_alone_offers_no_other(tables: dict[str, pl.DataFrame]) -> None:
    names = ("ucj_coverage", "ucj_segment")
    alone = render(tables | {name: tables[name].filter(basis="nik") for name in names})
    assert [a["value"] for _, a in alone.elements if a.get("name") == "basis"] == ["nik"]
    assert list(alone.data["figures"]) == ["nik"]


def test_release_without_figures_still_has_a_page(tables: dict[str, pl.DataFrame]) -> None:
    empty = {name: table.clear() for name, table in tables.items()}
    assert b"Tidak tersedia" in build_page(empty, as_of=AS_OF, provenance={}, files={})


def test_every_figure_of_every_basis_is_in_the_data(tables: dict[str, pl.DataFrame], data: dict[str, Any]) -> None:
    places = {code: place for place, (code, _, _) in enumerate(data["regions"])}
    coverage = tables["ucj_coverage"].rows(named=True)
    assert len(coverage) == 4 * 553
    plain = [(n, name) for n, name in enumerate(FIGURES) if name not in {"flags", "eligible_version"}]
    for row in coverage:
        place = places[row["region_code"]]
        for column, name in plain:
            assert value_at(data, "figures", row["basis"], column, place) == in_hundredths(name, row[name])
        letters = value_at(data, "figures", row["basis"], FIGURES.index("flags"), place)
        assert ";".join(data["flags"][letter]["code"] for letter in letters) == row["flags"]
        version = value_at(data, "figures", row["basis"], FIGURES.index("eligible_version"), place)
        assert (None if version is None else data["versions"][version]) == row["eligible_version"]
    for row in tables["ucj_segment"].rows(named=True):
        first = SEGMENTS.index(row["segment"]) * len(SEGMENT_FIGURES)
        for n, name in enumerate(SEGMENT_FIGURES):
            found = value_at(data, "segments", row["basis"], first + n, places[row["region_code"]])
            assert found == in_hundredths(name, row[name])


def test_what_is_the_same_on_another_basis_is_not_written_again(data: dict[str, Any]) -> None:
    places = {code: place for place, (code, _, _) in enumerate(data["regions"])}
    adjusted = dict(zip(FIGURES, data["figures"]["nik_adjusted"], strict=True))
    assert adjusted["active"] == {places[PARENT]: 50_000, places[CHILD]: 41_900}
    assert adjusted["coverage_pct"] == {places[PARENT]: 2500, places[CHILD]: 4190}
    assert adjusted["in_doubt"] == {places[PARENT]: 500, places[CHILD]: 500}
    for basis in ("nik_adjusted", "domicile", "workplace"):
        columns = dict(zip(FIGURES, data["figures"][basis], strict=True))
        assert columns["eligible"] == columns["eligible_year"] == columns["eligible_version"] == {}


def test_region_that_a_basis_lacks_has_no_figures_there(tables: dict[str, pl.DataFrame]) -> None:
    lacking = (pl.col("region_code") == CHILD) & (pl.col("basis") == "workplace")
    data = page_data(tables["ucj_coverage"].filter(~lacking), segments=tables["ucj_segment"].filter(~lacking))
    place = [code for code, _, _ in data["regions"]].index(CHILD)
    assert {value_at(data, "figures", "workplace", n, place) for n in range(len(FIGURES))} == {None}
    assert {value_at(data, "segments", "workplace", n, place) for n in range(20)} == {None}


@pytest.mark.parametrize(("unplaced", "hidden"), [(0, True), (12_625, False)])
def test_people_without_a_region_are_shown_where_there_are_any(
    tables: dict[str, pl.DataFrame], unplaced: int, hidden: bool
) -> None:
    nation = pl.when(pl.col("level") == "national").then(unplaced).otherwise(0)
    page = render(tables | {"ucj_coverage": tables["ucj_coverage"].with_columns(unplaced=nation.cast(pl.Int64))})
    box = next(attributes for _, attributes in page.elements if attributes.get("id") == "f-unplaced-box")
    assert ("hidden" in box) == hidden
    assert ("Wilayah tidak diketahui Region not known 12.625" in page.words) == (not hidden)
