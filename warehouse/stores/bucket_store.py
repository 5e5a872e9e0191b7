"""A store that is a bucket of an S3 service."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, PermissionDeniedError, UnauthenticatedError

from warehouse.errors import StoreUnfit, StoreUnreachable
from warehouse.stores.media_types import media_type
from warehouse.stores.s3_client import Keys, address_of_service, open_s3, status_of
from warehouse.stores.store import PIECE_BYTES, NoSuchObject, StorePlace

if TYPE_CHECKING:
    from obstore import Attributes

MEANWHILE = "409"  # somebody else writes or removes an object of that name just now
UNKNOWN_CONDITION = frozenset({"400", "405", "501"})
REFUSED = frozenset({"401", "403"})
WAITS = (0.2, 1.0, 3.0)  # seconds
LISTED_AT_ONCE = 1000
ASKED_AGAIN = "no-cache"  # what was kept of a public object is used only when the service says that it still holds


class BucketStore:
    """An object is sent in one request, whose signature covers its hash: the service takes it whole or not at all."""

    def __init__(self, place: StorePlace, keys: Callable[[], Keys]) -> None:
        self.where = f"{place.bucket} at {address_of_service(place.endpoint, region=place.region)}"
        common: dict[str, Any] = {
            "prefix": place.path,
            "endpoint": place.endpoint,
            "region": place.region,
            "keys": keys,
            "connect_seconds": place.answer_seconds,
            "whole_seconds": place.transfer_seconds,
        }
        self._is_public = place.is_public
        self._sending = open_s3(place.bucket, **common)
        self._asking = open_s3(place.bucket, **common, read_seconds=place.answer_seconds)

    def create(self, name: str, content: bytes | Path) -> bool:  # noqa: D102
        try:
            self._write(name, content, mode="create")
        except AlreadyExistsError:
            return False
        return True

    def replace(self, name: str, content: bytes | Path) -> None:  # noqa: D102
        self._write(name, content, mode="overwrite")

    def pieces(self, name: str) -> Iterator[bytes]:  # noqa: D102
        with self._answers():
            found = obstore.get(self._asking, name)
            left = found.meta["size"]
            for piece in found.stream(min_chunk_size=PIECE_BYTES):
                left -= len(piece)
                yield bytes(piece)
        if left:
            raise self._unreachable()

    def size(self, name: str) -> int | None:  # noqa: D102
        try:
            with self._answers():
                size: int = obstore.head(self._asking, name)["size"]
        except NoSuchObject:
            return None
        return size

    def delete(self, names: Sequence[str]) -> None:  # noqa: D102
        with suppress(NoSuchObject), self._answers():
            obstore.delete(self._asking, names)

    def names(self, below: str = "") -> Iterator[str]:  # noqa: D102
        with self._answers():
            for chunk in obstore.list(self._asking, below or None, chunk_size=LISTED_AT_ONCE):
                yield from (one["path"] for one in chunk)

    def _write(self, name: str, content: bytes | Path, *, mode: Literal["create", "overwrite"]) -> None:
        """Raises AlreadyExistsError where it should be created and is there."""
        told: Attributes | None = (
            {"Content-Type": media_type(name), "Cache-Control": ASKED_AGAIN} if self._is_public else None
        )
        for wait in WAITS:
            try:
                with self._answers(writing=True):
                    obstore.put(self._sending, name, content, attributes=told, mode=mode, use_multipart=False)
            except _Meanwhile:
                time.sleep(wait)
            else:
                return
        raise self._unreachable()

    @contextmanager
    def _answers(self, *, writing: bool = False) -> Iterator[None]:
        """What the service says, in words of ours: its own may be anything."""
        try:
            yield
        except AlreadyExistsError as error:
            if status_of(error) == MEANWHILE:  # the client takes it for one that is there
                raise _Meanwhile from None
            raise
        except FileNotFoundError:
            if writing:
                raise StoreUnfit(f"There is no bucket {self.where}. Make it, or correct the address.") from None
            raise NoSuchObject from None
        except (BaseError, OSError) as error:
            status = status_of(error)
            if isinstance(error, PermissionDeniedError | UnauthenticatedError) or status in REFUSED:
                raise StoreUnfit(
                    f"{self.where} does not let these keys do what is needed. Correct secret/ucj_bucket_keys, or let "
                    "them list, read, write and delete below the prefix."
                ) from None
            if writing and status == MEANWHILE:
                raise _Meanwhile from None
            if writing and status in UNKNOWN_CONDITION:
                raise StoreUnfit(
                    f"{self.where} answers {status} to a write on a condition (If-None-Match). Use a service that "
                    "heeds it, or a version of it that does."
                ) from None
            raise self._unreachable() from None

    def _unreachable(self) -> StoreUnreachable:
        return StoreUnreachable(
            f"{self.where} does not answer, or not to the end. Look at its name, the network and the service, then run "
            "again; nothing is lost."
        )


class _Meanwhile(Exception):
    """Another request for the same name is under way."""
