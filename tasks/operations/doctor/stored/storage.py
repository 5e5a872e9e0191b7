"""Try the stores of archive and lake, and the mirror of releases: write, read, have a second write refused, remove.

That is done with an object of its own. A mirror that lacks releases, or still has withdrawn ones, is told.
"""

from collections.abc import Iterator

from settings import Settings
from tasks.execution.places import place_of_mirror, store_at, stores_of
from tasks.operations.doctor.finding import Health, HealthFinding, of_error
from tasks.operations.doctor.stored.looking import catalogue_as_it_is
from tasks.publish.mirror.catch_up import how_far_behind, mirror_wanted
from tasks.publish.mirror.state import read_mirror_state
from warehouse.errors import OperatorError
from warehouse.stores.store import ObjectStore, StorePlace
from warehouse.stores.whole_objects import require_fit

MIRROR = "mirror of the releases"


def check_storage(settings: Settings) -> Iterator[HealthFinding]:
    """Nothing is said of what lies in the home only. Findings are named after what the store keeps."""
    for name, place in stores_of(settings).items():
        yield from _tried(f"store of the {name}", place)
    mirror = place_of_mirror(settings)
    if mirror is not None:
        tried = list(_tried(MIRROR, mirror))
        yield from tried
        if all(one.health is Health.OK for one in tried):
            yield from _mirrored(settings, store_at(mirror), url=mirror.url)


def _tried(check: str, place: StorePlace) -> Iterator[HealthFinding]:
    try:
        store = store_at(place)
        require_fit(store)
    except OperatorError as error:
        yield of_error(check, error)
        return
    says = f"{store.where} writes, reads, refuses a second write and removes."
    yield HealthFinding(check=check, health=Health.OK, says=says)


def _mirrored(settings: Settings, store: ObjectStore, *, url: str) -> Iterator[HealthFinding]:
    """Whether the mirror shows what `published/` does."""
    with catalogue_as_it_is(settings) as engine:
        if engine is None:
            return
        waiting = read_mirror_state(settings.home, url=url).waiting
        behind = how_far_behind(store, mirror_wanted(engine, settings.path("published"), others=waiting))
    if behind.is_behind:
        says, do = f"it is behind: {behind.text()}.", "ucj storage publish (every run does it, too)"
        yield HealthFinding(check=MIRROR, health=Health.FAIL if behind.leaving else Health.WARN, says=says, do=do)
    else:
        yield HealthFinding(check=MIRROR, health=Health.OK, says="it shows what published/ does.")
