"""List releases made from lake objects from which people were erased later; this is not an error."""

from collections.abc import Iterator

from expectations.written import counted
from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from warehouse.catalogue.engine import address_of, connect_catalogue, is_there
from warehouse.catalogue.migrate import stored_revision
from warehouse.migrations import HEAD
from warehouse.releases.lineage import releases_with_erased_inputs


def check_erasures(settings: Settings) -> Iterator[HealthFinding]:
    """One finding for each release whose inputs were erased since; none without a catalogue of this version, which
    is another check's finding."""
    address = address_of(settings.sqlalchemy_url)
    if not is_there(address):
        return
    engine = connect_catalogue(address)
    try:
        found = releases_with_erased_inputs(engine) if stored_revision(engine) == HEAD else {}
    finally:
        engine.dispose()
    for release, objects in found.items():
        yield HealthFinding(
            check="erasures",
            health=Health.OK,
            says=f"People were erased since from {counted(objects, 'object')} that release {release} "
            "was made of: its figures "
            "can no longer be recomputed exactly.",
        )
