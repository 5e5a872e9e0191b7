"""Whatever decides a count is part of the key under which counts are kept: no other value is answered from them."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.contracts.codes import Code, CodeList, code_lists
from settings import Settings
from tasks.measure import chosen_rules
from tasks.measure import measure as coverage
from tasks.measure.chosen_rules import rules_of
from tasks.measure.counting.profiles import layout_of
from tasks.measure.facts import Facts
from tasks.measure.incremental import count_people as counting
from tasks.measure.incremental.count_people import Recounted
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.rules import CountRules
from tests.drawn import drawn
from tests.property.measure.naive_movement import newest_of_each_branch
from tests.property.measure.test_carried_on import Delivered, corrected_rows
from tests.property.measure.test_measure_agrees import AS_OF, EXPECTED, delivered_rows, past_of, small_country
from tests.unit.measure.lake_rows import eligible_frame, write_position
from warehouse.lake.cache import Cache

SPLIT = FigureSettings.of(Settings(split_regencies=("52.71",)))


def with_codes(rules: CountRules, **lists: tuple[str, ...]) -> dict[str, Any]:
    """Another code list, and the layout that it makes for."""
    known = {"segments": rules.segments, "funders": rules.funders, "categories": rules.categories}
    return {**lists, "layout": layout_of(**{**known, **lists})}


OTHER: Mapping[str, Callable[[CountRules], dict[str, Any]]] = {
    "segments": lambda rules: {"segments": rules.segments[::-1]},
    "grace_months": lambda rules: {"grace_months": tuple(months + 1 for months in rules.grace_months)},
    "payment_lag_months": lambda rules: {"payment_lag_months": tuple(one + 1 for one in rules.payment_lag_months)},
    "regional_segments": lambda _: {"regional_segments": ("PU",)},
    "national_segments": lambda rules: {"national_segments": rules.regional_segments},
    "max_age_days": lambda rules: {"max_age_days": rules.max_age_days - 1},
    "vulnerable_categories": lambda _: {"vulnerable_categories": ("NELAYAN",)},
    "funders": lambda rules: with_codes(rules, funders=("HIBAH", *rules.funders)),
    "categories": lambda rules: with_codes(rules, categories=("OJEK", *rules.categories)),
    "regencies": lambda rules: {"regencies": rules.regencies[::-1]},
    "split_districts": lambda rules: {"split_districts": rules.split_districts[::-1]},
    "moved": lambda rules: {"moved": rules.moved[1:]},
    "layout": lambda rules: {"layout": rules.layout[::-1]},
    "program": lambda _: {"program": "of another version"},
}


def test_every_field_has_another_value() -> None:
    rules = rules_of(SPLIT, regions=small_country())
    assert list(OTHER) == [one.name for one in fields(CountRules)]
    for name, other in OTHER.items():
        changed = replace(rules, **other(rules))
        assert getattr(changed, name) != getattr(rules, name)
        assert changed.digest != rules.digest, name
    assert hash(rules) == hash(rules_of(SPLIT, regions=small_country()))  # nothing in them can be changed


@drawn(by_day=1, by_night=4)
@given(delivered=delivered_rows())
def test_no_count_under_other_rules_is_used(delivered: Delivered) -> None:
    change_each_and_compare(delivered)


@pytest.mark.nightly
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(delivered=delivered_rows())
def test_no_count_under_other_rules_is_used_in_many_nations(delivered: Delivered) -> None:
    change_each_and_compare(delivered)


def change_each_and_compare(delivered: Delivered) -> None:
    """Keep the counts of a nation, correct one branch, and count under rules of which each is another one in turn."""
    rules = rules_of(SPLIT, regions=small_country())
    with tempfile.TemporaryDirectory() as name, patch.object(counting, "MOST_TOUCHED", 1e9):
        nation, cache = Nation(Path(name), delivered), Cache(Path(name) / "derived")
        nation.measure(cache=cache)
        corrected = nation.with_one_corrected()
        for field, other in OTHER.items():
            with patch.object(coverage, "rules_of", return_value=replace(rules, **other(rules))):
                kept, anew = corrected.measure(cache=cache), corrected.measure()
            assert kept.touched == Recounted(), field
            assert_same(kept, anew)


@pytest.mark.parametrize("changed", ["KATEGORI", "SUMBER_DANA"])
@drawn(by_day=1, by_night=4)
@given(delivered=delivered_rows(), correct=st.booleans(), place=st.integers(0, 11))
def test_a_new_code_changes_no_other_figure(changed: str, delivered: Delivered, correct: bool, place: int) -> None:
    """Kept counts were read with the bits of the longer list: other funders, categories and arrears came out."""
    lists = dict(code_lists())
    new = Code(code="BARU", aliases=(), name_id="Baru", name_en="New", valid_from=None, valid_to=None)
    codes = lists[changed].codes
    lists[changed] = CodeList(name=changed, codes=(*codes[:place], new, *codes[place:]))
    with tempfile.TemporaryDirectory() as name, patch.object(counting, "MOST_TOUCHED", 1e9):
        nation, cache = Nation(Path(name), delivered), Cache(Path(name) / "derived")
        nation.measure(cache=cache)
        now = nation.with_one_corrected() if correct else nation
        under_old_codes = now.measure()
        with patch.object(chosen_rules, "code_lists", lambda: lists):
            assert_same(now.measure(cache=cache), under_old_codes)


def assert_same(one: Facts, other: Facts) -> None:
    for name, table in other.tables.items():
        assert one.tables[name].equals(table), name
    assert one.parts.equals(other.parts)


class Nation:
    """Positions in a folder, and what is measured from them."""

    def __init__(self, folder: Path, delivered: Delivered) -> None:
        self.folder, self.delivered = folder, delivered
        folder.mkdir(exist_ok=True)
        self.positions = {
            slot: write_position(folder, *slot, rows, row_group=4) for slot, rows in sorted(delivered.items())
        }
        self.measure: Callable[..., Facts] = partial(
            coverage.measure_coverage,
            as_of=AS_OF,
            positions=[self.positions[one] for one in newest_of_each_branch(self.positions, AS_OF).items()],
            expected_branches=EXPECTED,
            eligible=eligible_frame(),
            regions=small_country(),
            settings=SPLIT,
            past=past_of(self.positions.values()),
        )

    def with_one_corrected(self) -> "Nation":
        """The same nation, its first position replaced; the others are the same objects."""
        slot = min(self.delivered)
        corrected = Nation(self.folder / "corrected", {slot: corrected_rows(self.delivered[slot], 0)})
        positions = {**self.positions, **corrected.positions}
        corrected.measure.keywords.update(  # type: ignore[attr-defined]
            positions=[positions[one] for one in newest_of_each_branch(positions, AS_OF).items()],
            past=past_of(positions.values()),
        )
        return corrected
