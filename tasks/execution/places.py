"""Where archive and lake are: folders of the home, which are bound to their store where the settings name one.

Releases lie in the home in any case; the settings may name a place to which they are copied.

Nothing else may ask the settings for these two folders: what is written below one that should be bound and is not would
be known to the catalogue and kept nowhere.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path

from settings import Settings
from tasks.execution.named_secrets import UnfitSecret, read_secret
from warehouse.errors import StoreUnfit
from warehouse.stores.bound_folders import bind, unbind
from warehouse.stores.opening import open_store
from warehouse.stores.store import ObjectStore, StorePlace

BUCKET_KEYS = "ucj_bucket_keys"  # name of the secret
ARCHIVE, LAKE = "archive", "lake"


def archive_of(settings: Settings) -> Path:
    """The folder of delivered files, bound to its store if there is one."""
    return _bound(settings.path(ARCHIVE), place_of_archive(settings))


def lake_of(settings: Settings) -> Path:
    """The folder of the lake, bound to its store if there is one; then it holds copies."""
    return _bound(_lake(settings), place_of_lake(settings))


def bind_stores(settings: Settings) -> None:
    """Bind both, for whoever is handed paths below them."""
    archive_of(settings)
    lake_of(settings)


def place_of_archive(settings: Settings) -> StorePlace | None:
    """Which store keeps the archive; None: the home does."""
    return _place(settings.path(ARCHIVE), settings.storage.archive, settings)


def place_of_lake(settings: Settings) -> StorePlace | None:
    """Which store keeps the lake; a process that is given it alone is to `bind_place` it. None: the home keeps it."""
    return _place(_lake(settings), settings.storage.lake, settings)


def place_of_mirror(settings: Settings) -> StorePlace | None:
    """Where releases are copied to; None: nowhere."""
    place = _place(settings.path("published"), settings.storage.published, settings)
    return None if place is None else replace(place, is_public=True)


def stores_of(settings: Settings) -> dict[str, StorePlace]:
    """The stores that are set, by what they alone keep; neither is asked anything."""
    places = {ARCHIVE: place_of_archive(settings), LAKE: place_of_lake(settings)}
    return {name: place for name, place in places.items() if place is not None}


def bind_place(place: StorePlace) -> None:
    """Bind a folder in this process; credentials are those that this machine has."""
    bind(place, store_at)


def store_at(place: StorePlace) -> ObjectStore:
    """The store of a place; nothing is asked yet. Raises `StoreUnfit`."""
    return open_store(place, secret=partial(_keys_of_bucket, place.home))


def _lake(settings: Settings) -> Path:
    return settings.home / (settings.storage.copies or LAKE)


def _bound(folder: Path, place: StorePlace | None) -> Path:
    if place is None:
        unbind(folder)
    else:
        bind_place(place)
    return folder


def _place(folder: Path, url: str, settings: Settings) -> StorePlace | None:
    if not url:
        return None
    given = settings.storage
    return StorePlace(
        folder=folder,
        home=settings.home,
        url=url,
        endpoint=given.endpoint,
        region=given.region,
        answer_seconds=given.answer_seconds,
        transfer_seconds=given.transfer_seconds,
    )


def _keys_of_bucket(home: Path) -> str:
    what = "lines access_key_id=... and secret_access_key=..."
    try:
        return read_secret(BUCKET_KEYS, whose="the buckets of [storage]", what=what, home=home).get_secret_value()
    except UnfitSecret as unfit:
        raise StoreUnfit(str(unfit)) from None
