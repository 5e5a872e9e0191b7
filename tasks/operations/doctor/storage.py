"""Try the stores of archive and lake: write, read, have a second write refused, remove; with an object of its own."""

from collections.abc import Iterator

from settings import Settings
from tasks.execution.places import store_at, stores_of
from tasks.operations.doctor.finding import Health, HealthFinding, of_error
from warehouse.errors import OperatorError
from warehouse.stores.whole_objects import require_fit


def check_storage(settings: Settings) -> Iterator[HealthFinding]:
    """Nothing is said where both lie in the home. Findings are named after what the store keeps."""
    for name, place in stores_of(settings).items():
        check = f"store of the {name}"
        try:
            store = store_at(place)
            require_fit(store)
        except OperatorError as error:
            yield of_error(check, error)
            continue
        says = f"{store.where} writes, reads, refuses a second write and removes."
        yield HealthFinding(check=check, health=Health.OK, says=says)
