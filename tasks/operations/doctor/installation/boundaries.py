"""Check the boundary file for the map, where one is set: every regency once, by its code, with a shape."""

from collections.abc import Iterator

from expectations.written import counted
from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding, of_error
from tasks.publish.files.map.boundaries import boundaries
from warehouse.dimensions.regions import load_regions
from warehouse.errors import OperatorError


def check_boundaries(settings: Settings) -> Iterator[HealthFinding]:
    """Whether the map can be drawn from it; says nothing where none is set."""
    path = settings.boundaries_path
    if path is None:
        return
    try:
        found = boundaries(path, names=dict(load_regions().regencies.select("code", "name").iter_rows()))
    except OperatorError as error:
        yield of_error("boundaries", error)
        return
    yield HealthFinding(
        check="boundaries",
        health=Health.OK,
        says=f"{counted(len(found.shapes), 'regency', 'regencies')} in {path.name}.",
    )
