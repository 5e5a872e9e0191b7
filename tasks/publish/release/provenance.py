"""What the figures of a release rest on."""

from collections.abc import Mapping
from typing import Any

from expectations.contracts import MEASURED
from expectations.contracts.rules_version import rules_version
from tasks.measure.fingerprint import MEASURE_VERSION
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import MeasureInputs
from warehouse.dimensions.regions import load_regions


def provenance_of(basis: MeasureInputs, *, settings: FigureSettings) -> Mapping[str, Any]:
    """What the figures rest on, for the release's own description; no clock time.

    `thinned` is there only for a date within a month whose positions are no longer kept: by branch, their dates.
    """
    thinned = {one.branch: one.position_date.isoformat() for one in basis.thinned}
    return {
        "rules_version": rules_version(MEASURED),
        "measure_version": MEASURE_VERSION,
        "regions_version": load_regions().version,
        "branches_delivered": len(basis.positions),
        "branches_expected": len(basis.expected_branches),
        "settings": settings.record(),
        **({"thinned": thinned} if thinned else {}),
    }
