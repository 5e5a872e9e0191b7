"""The rules of a count, put together from settings, code lists and the list of regions."""

from expectations.contracts.codes import code_lists
from settings import SEGMENTS
from tasks.measure.counting.profiles import layout_of
from tasks.measure.incremental.program import PROGRAM
from tasks.measure.inputs.crosswalk import choose_crosswalk
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.rules import CountRules
from warehouse.dimensions.closed_lists import FUNDER_NOT_STATED
from warehouse.dimensions.regions import Regions
from warehouse.errors import OperatorError


class UnknownCategoryError(OperatorError):
    """`vulnerable_categories` names a category that is not in the code list KATEGORI: correct the setting."""


def rules_of(settings: FigureSettings, *, regions: Regions) -> CountRules:
    """The rules that counting is given; raises `SplitRegencyError`, `UnknownCategoryError`."""
    lists = {name: tuple(entry.code for entry in found.codes) for name, found in code_lists().items()}
    funders, categories = (*lists["SUMBER_DANA"], FUNDER_NOT_STATED), lists["KATEGORI"]
    unknown = sorted(set(settings.vulnerable_categories) - set(categories))
    if unknown:
        raise UnknownCategoryError(
            f"vulnerable_categories: {', '.join(unknown)} not in code list KATEGORI; it has {', '.join(categories)}."
        )
    crosswalk = choose_crosswalk(regions, split_regencies=settings.split_regencies)
    return CountRules(
        segments=SEGMENTS,
        grace_months=tuple(settings.grace_months.of(segment) for segment in SEGMENTS),
        payment_lag_months=tuple(settings.payment_lag_months.of(segment) for segment in SEGMENTS),
        regional_segments=settings.regional_segments,
        national_segments=settings.national_segments,
        max_age_days=settings.max_age_days,
        vulnerable_categories=settings.vulnerable_categories,
        funders=funders,
        categories=categories,
        regencies=tuple(regions.regencies["code"]),
        split_districts=tuple(regions.splits["prefix"].unique().sort()),
        moved=tuple(crosswalk.moved.select("prefix", "regency").sort("prefix").iter_rows()),
        layout=layout_of(segments=SEGMENTS, funders=funders, categories=categories),
        program=PROGRAM,
    )
