"""Put and fetch objects so that either end holds exactly the bytes that the name of the object promises."""

import time
from contextlib import suppress
from hashlib import sha256 as new_sha256
from pathlib import Path
from secrets import token_hex
from typing import IO

from warehouse.errors import StoreUnfit
from warehouse.stores.store import NoSuchObject, ObjectStore

TRIES = 2  # an answer may be stale, or damaged on the way; the next one seldom is, too
PROBES = ".probe"
PROBE_SECONDS = 3600  # no process tries a store for that long


class StaleObject(Exception):
    """What the store gives under a name is not what was put there."""


def put_whole(store: ObjectStore, name: str, content: bytes | Path, *, sha256: str) -> None:
    """Put an object unless it is there; one that is there and holds something else is damaged, and is put anew.

    Whoever was killed on the way, or whose answer was lost, puts it again: what is there then is compared.
    """
    if not store.create(name, content) and not holds_whole(store, name, sha256=sha256):
        store.replace(name, content)


def fetch_whole(store: ObjectStore, name: str, file: IO[bytes], *, sha256: str) -> None:
    """Write an object into a file that is open and empty. sha256: with what its hash begins.

    Raises `NoSuchObject`, and `StaleObject` where the store gives something else twice; the file is of no use then.
    """
    for _ in range(TRIES):
        file.seek(0)
        file.truncate()
        digest = new_sha256()
        for piece in store.pieces(name):
            digest.update(piece)
            file.write(piece)
        if digest.hexdigest().startswith(sha256):
            return
    raise StaleObject


def hash_in_store(store: ObjectStore, name: str) -> str:
    """SHA-256 of what the store gives now. Raises `NoSuchObject`."""
    digest = new_sha256()
    for piece in store.pieces(name):
        digest.update(piece)
    return digest.hexdigest()


def require_fit(store: ObjectStore) -> None:
    """Try what the system rests on with an object of its own: write, read, refuse a second write, remove.

    Raises `StoreUnfit`, with what to do. Some services of the kind of S3 take no notice of the condition of a write, so
    that two writers would each believe to be the first. What a process left that was killed meanwhile is removed.
    """
    name, first, second = f"{PROBES}/{int(time.time())}-{token_hex(8)}", b"first", b"second"
    try:
        store.create(name, first)  # False where the answer was lost, and asked for again
        if content_of(store, name) != first:
            raise StoreUnfit(f"{store.where} does not give back at once what was written. Use another service.")
        if store.create(name, second) or content_of(store, name) != first:
            raise StoreUnfit(
                f"{store.where} writes over an object though it was asked not to (If-None-Match). "
                "Use a service that heeds it, or a version of it that does."
            )
    finally:
        store.delete([name])
    if store.size(name) is not None:
        raise StoreUnfit(
            f"{store.where} does not remove objects. Let these keys delete below the prefix: purge and erasure must."
        )
    store.delete([one for one in store.names(PROBES) if _is_left_over(one)])


def _is_left_over(probe: str) -> bool:
    """Whether an object below `PROBES` is of nobody any more: its name begins with the second in which it was made."""
    made, _, rest = probe.removeprefix(f"{PROBES}/").partition("-")
    return not (rest and made.isdigit()) or time.time() - int(made) > PROBE_SECONDS


def content_of(store: ObjectStore, name: str) -> bytes:
    """All of a small object; nothing where there is none."""
    with suppress(NoSuchObject):
        return b"".join(store.pieces(name))
    return b""


def holds_whole(store: ObjectStore, name: str, *, sha256: str) -> bool:
    """Whether the store gives an object with this hash now; all of it is read."""
    with suppress(NoSuchObject):
        return hash_in_store(store, name) == sha256
    return False
