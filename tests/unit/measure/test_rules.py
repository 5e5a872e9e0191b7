"""The rules of a count fit into the numbers that stand for them, or are refused."""

from dataclasses import replace

import pytest

from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.counting.profiles import layout_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.rules import CountRules, RulesDoNotFit
from warehouse.dimensions.regions import load_regions

RULES = rules_of(FigureSettings.of(Settings()), regions=load_regions())


def with_funders(number: int) -> CountRules:
    funders = tuple(f"F{place}" for place in range(number))
    layout = layout_of(segments=RULES.segments, funders=funders, categories=RULES.categories)
    return replace(RULES, funders=funders, layout=layout)


def test_code_lists_may_be_as_long_as_a_set_of_them_is_wide() -> None:
    assert len(with_funders(16).funders) == 16
    with pytest.raises(RulesDoNotFit, match="16 codes at most"):
        with_funders(17)


@pytest.mark.parametrize(
    ("part", "bits"), [("funders", len(RULES.funders) - 1), ("categories", 1), ("region", 9), ("unpaid", 40)]
)
def test_a_layout_has_room_for_everything(part: str, bits: int) -> None:
    with pytest.raises(RulesDoNotFit, match="layout"):
        replace(RULES, layout=tuple({**dict(RULES.layout), part: bits}.items()))


def test_every_regency_and_no_regency_have_a_number() -> None:
    with pytest.raises(RulesDoNotFit, match="regencies"):
        replace(RULES, regencies=tuple(str(number) for number in range(1024)))
    replace(RULES, regencies=tuple(str(number) for number in range(1023)))
