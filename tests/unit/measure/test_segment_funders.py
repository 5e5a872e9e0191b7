"""Active people by segment and funder."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.counting.profiles import layout_of
from tasks.measure.facts import Facts
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.rules import CountRules, RulesDoNotFit
from tasks.measure.registrations.attributes import every_pair
from tasks.measure.tables.breakdowns import by_pair
from tests.unit.measure.lake_rows import heads, registration
from tests.unit.measure.measuring import measure_delivered
from warehouse.dimensions.regions import load_regions

AS_OF = date(2024, 5, 31)
RULES = rules_of(FigureSettings.of(Settings()), regions=load_regions())


def measure(folder: Path, *rows: dict[str, Any], **given: Any) -> Facts:
    return measure_delivered(folder, {("A", AS_OF): rows}, as_of=AS_OF, **given)


def found(facts: Facts, region: str, basis: str = "nik") -> dict[tuple[str, str], int]:
    rows = facts.tables["ucj_segment_funder"].filter(region_code=region, basis=basis)
    return {(segment, funder): active for segment, funder, active in rows.select("segment", "funder", "active").rows()}


def test_each_segment_has_its_own_funder(tmp_path: Path) -> None:
    """Sets of segments and of funders alone would pay for the wage earner from the regency's budget."""
    rows = [registration(1, segment="PU", funder="PEMBERI_KERJA"), registration(1, segment="BPU", funder="APBD_KAB")]
    facts = measure(tmp_path, *rows)
    expected = {("PU", "PEMBERI_KERJA"): 1, ("BPU", "APBD_KAB"): 1}
    assert [found(facts, region) for region in ("72.05", "72", "ID")] == [expected] * 3
    assert found(facts, "72.06") == {}


def test_several_registrations_of_a_segment_may_have_several_funders(tmp_path: Path) -> None:
    rows = [
        registration(1, 1, segment="BPU", funder="MANDIRI"),
        registration(1, 2, segment="BPU", funder="CSR"),
        registration(2, 1, segment="BPU", funder="CSR"),
        registration(2, 2, segment="BPU", funder="CSR"),
        registration(3, segment="PU"),
    ]
    facts = measure(tmp_path, *rows)
    assert found(facts, "72.05") == {("PU", "TIDAK_DIISI"): 1, ("BPU", "MANDIRI"): 1, ("BPU", "CSR"): 2}


def test_a_lapsed_registration_pays_for_nobody(tmp_path: Path) -> None:
    rows = [
        registration(1, segment="PU", funder="PEMBERI_KERJA"),
        registration(1, segment="BPU", funder="CSR", last_paid=date(2023, 1, 1)),
    ]
    assert found(measure(tmp_path, *rows), "72.05") == {("PU", "PEMBERI_KERJA"): 1}


def test_migrant_workers_are_in_the_nation_by_what_they_count_with(tmp_path: Path) -> None:
    abroad: dict[str, Any] = {"segment": "PMI", "ends_on": date(2024, 7, 9), "last_paid": None}
    rows = [
        registration(1, segment="PU", funder="PEMBERI_KERJA"),
        registration(1, 1, funder="MANDIRI", **abroad),
        registration(2, funder="CSR", **abroad),
    ]
    facts = measure(tmp_path, *rows)
    assert found(facts, "72.05") == {("PU", "PEMBERI_KERJA"): 1}
    assert found(facts, "ID") == {("PU", "PEMBERI_KERJA"): 1, ("PMI", "CSR"): 1}


def test_heads_are_construction_paid_by_the_funder_of_their_row(tmp_path: Path) -> None:
    facts = measure(tmp_path, heads(40, funder="APBN"), registration(1, segment="JAKON", funder="APBN"))
    assert found(facts, "72.05") == {("JAKON", "APBN"): 41}


def test_a_person_is_where_he_is_on_each_basis(tmp_path: Path) -> None:
    rows = [
        registration(1, segment="PU", funder="PEMBERI_KERJA", region_domicile="72.06", region_workplace=None),
        registration(1, segment="BPU", funder="CSR", region_domicile="72.06", region_workplace=None),
    ]
    facts = measure(tmp_path, *rows)
    both = {("PU", "PEMBERI_KERJA"): 1, ("BPU", "CSR"): 1}
    assert found(facts, "72.05") == found(facts, "72.06", "domicile") == found(facts, "ID", "workplace") == both
    assert found(facts, "72.05", "domicile") == found(facts, "72", "workplace") == {}


def with_funders(number: int) -> CountRules:
    funders = tuple(f"F{place}" for place in range(number))
    layout = layout_of(segments=RULES.segments, funders=funders, categories=RULES.categories)
    return replace(RULES, funders=funders, layout=layout)


def test_the_last_pair_of_the_longest_lists_has_a_bit_of_its_own() -> None:
    rules = with_funders(16)
    row = pl.DataFrame({"held": [8], "funders": [1 << 15]}, schema={"held": pl.UInt8, "funders": pl.UInt16})
    pairs = row.select(every_pair(pl.col("held"), pl.col("funders"), rules=rules).alias("pairs"))
    assert pairs["pairs"].to_list() == [1 << 63]
    everyone = pairs.with_columns(basis=pl.lit("nik"), region_code=pl.lit("72.05"), people=pl.lit(5))
    counted = by_pair(everyone, rules=rules)
    assert set(counted.select("segment", "funder", "active").rows()) == {("PMI", "F15", 5)}


def test_pairs_that_do_not_fit_are_refused() -> None:
    with pytest.raises(RulesDoNotFit, match="pairs"):
        replace(with_funders(16), segments=(*RULES.segments, "MAGANG"))
