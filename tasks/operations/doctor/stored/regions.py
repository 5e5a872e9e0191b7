"""Compare the list of regions of this program with the list by which the rows of the lake were placed."""

from collections.abc import Iterator

from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding, of_error
from tasks.operations.doctor.stored.looking import catalogue_as_it_is
from warehouse.dimensions.regions import load_regions
from warehouse.errors import RegionVersionMismatch
from warehouse.submissions.region_version import require_current_regions


def check_regions(settings: Settings) -> Iterator[HealthFinding]:
    """Whether figures could be made by today's list; none without a catalogue of this version."""
    regions = load_regions()
    with catalogue_as_it_is(settings) as engine:
        if engine is None:
            return
        try:
            require_current_regions(engine, regions)
        except RegionVersionMismatch as error:
            yield of_error("regions", error)
        else:
            yield HealthFinding(
                check="regions", health=Health.OK, says=f"{regions.version}; the lake was placed by it."
            )
