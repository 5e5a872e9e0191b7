"""Open the store of a place, by whatever it is reached."""

from collections.abc import Callable
from pathlib import Path

from warehouse.errors import StoreUnfit
from warehouse.stores.folder_store import FolderStore
from warehouse.stores.store import ObjectStore, StorePlace


def open_store(place: StorePlace, *, secret: Callable[[], str]) -> ObjectStore:
    """The store; nothing is asked yet. secret: gives the text that holds the keys of a bucket. Raises `StoreUnfit`."""
    if not place.is_bucket:
        return FolderStore(Path(place.path), is_public=place.is_public)
    try:
        from warehouse.stores.bucket_store import BucketStore  # noqa: PLC0415 - its client is an extra
        from warehouse.stores.s3_client import Keys, NoKeys, parse_keys  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise StoreUnfit(
            f"{missing.name or 'The client'} is not installed. Install the extra: pip install 'ucj[remote]'."
        ) from None

    def keys() -> Keys:
        try:
            return parse_keys(secret())
        except NoKeys:
            raise StoreUnfit(
                "secret/ucj_bucket_keys does not hold the keys of a bucket. Write the lines access_key_id=... and "
                "secret_access_key=... into it, and session_token=... where needed."
            ) from None

    keys()
    return BucketStore(place, keys)
