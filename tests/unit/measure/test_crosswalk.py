"""People of split regencies on the adjusted basis, with the prefixes that are carried."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from settings import Settings
from tasks.measure.inputs.crosswalk import SplitRegencyError, choose_crosswalk
from tests.unit.measure.lake_rows import registration
from tests.unit.measure.measuring import measure_delivered, row_of
from warehouse.dimensions.regions import load_regions

AS_OF, APRIL = date(2024, 5, 31), date(2024, 4, 30)
PENUKAL, MUARA_ENIM = "16.12", "16.03"  # split with districts that all are known
PESISIR_BARAT, LAMPUNG_BARAT = "18.13", "18.04"  # partly
BUTON_TENGAH, BUTON_SELATAN, BUTON = "74.14", "74.15", "74.04"  # not at all


def people_of(region: str, *districts: str) -> list[dict[str, Any]]:
    """A wage earner for each district of the NIK."""
    return [registration(n, region_nik=region, district_nik=district) for n, district in enumerate(districts)]


def active(folder: Path, rows: list[dict[str, Any]], *regions: str, **given: Any) -> dict[str, list[int]]:
    """People by region, on `nik` and on `nik_adjusted`."""
    facts = measure_delivered(folder, {("A", APRIL): [], ("A", AS_OF): rows}, as_of=AS_OF, **given)
    return {
        region: [
            row_of(facts, "ucj_movement", region_code=region, basis=basis, comparison="previous_month")["active_now"]
            for basis in ("nik", "nik_adjusted")
        ]
        for region in regions
    }


def test_exact_prefixes_move_people_to_the_newer_regency(tmp_path: Path) -> None:
    rows = people_of(MUARA_ENIM, "160305", "160320", "160301")
    found = active(tmp_path, rows, MUARA_ENIM, PENUKAL, "16", "ID")
    assert found == {MUARA_ENIM: [3, 1], PENUKAL: [0, 2], "16": [3, 3], "ID": [3, 3]}


def test_partial_prefixes_stay_until_they_are_switched_on(tmp_path: Path) -> None:
    rows = people_of(LAMPUNG_BARAT, "180401", "180417", "180404")
    assert active(tmp_path, rows, LAMPUNG_BARAT, PESISIR_BARAT) == {LAMPUNG_BARAT: [3, 3], PESISIR_BARAT: [0, 0]}
    on = Settings(split_regencies=(PESISIR_BARAT,))
    assert active(tmp_path, rows, LAMPUNG_BARAT, PESISIR_BARAT, settings=on) == {
        LAMPUNG_BARAT: [3, 1],
        PESISIR_BARAT: [0, 2],
    }


def test_doubt_is_counted_for_the_parent_and_every_child() -> None:
    crosswalk = choose_crosswalk(load_regions(), split_regencies=())
    doubtful: dict[str, set[str]] = {}
    for prefix, region in crosswalk.doubtful.iter_rows():
        doubtful.setdefault(prefix, set()).add(region)
    assert doubtful["180401"] == {LAMPUNG_BARAT, PESISIR_BARAT}
    assert doubtful["740401"] == {BUTON, BUTON_TENGAH, BUTON_SELATAN}
    assert "160305" not in doubtful
    on = choose_crosswalk(load_regions(), split_regencies=(PESISIR_BARAT,))
    assert set(crosswalk.doubtful["prefix"]) - set(on.doubtful["prefix"]) == {
        f"1804{district}" for district in ("01", "02", "03", "12", "13", "14", "16", "17")
    }


def test_no_exact_prefix_is_doubtful_and_none_moves_to_two_regencies() -> None:
    everything = load_regions().splits.filter(match="partial")["child"].unique()
    for chosen in ((), tuple(everything)):
        crosswalk = choose_crosswalk(load_regions(), split_regencies=chosen)
        assert crosswalk.moved["prefix"].is_unique().all()
        assert not set(crosswalk.moved["prefix"]) & set(crosswalk.doubtful["prefix"])


@pytest.mark.parametrize("wrong", [BUTON_TENGAH, "72.05", "1813"])
def test_only_what_can_be_told_can_be_switched_on(wrong: str) -> None:
    with pytest.raises(SplitRegencyError, match=rf"{wrong} cannot be switched on; possible are .*18\.13"):
        choose_crosswalk(load_regions(), split_regencies=(wrong,))
