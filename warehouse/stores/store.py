"""What every store of objects can do, whatever it is reached by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

PIECE_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class StorePlace:
    """A folder of a home and the store that keeps its objects; without credentials, so that it may travel.

    url: `s3://bucket/prefix` or `file:///folder`. home: below whose `secret/` credentials are looked for. is_public:
    everybody may read what it keeps, so that a web server shows it.
    """

    folder: Path
    home: Path
    url: str
    endpoint: str
    region: str
    answer_seconds: float
    transfer_seconds: float
    is_public: bool = False

    @property
    def is_bucket(self) -> bool:
        """Whether it is reached over the network, with credentials."""
        return urlsplit(self.url).scheme == "s3"

    @property
    def bucket(self) -> str:
        """Name of the bucket."""
        return urlsplit(self.url).netloc

    @property
    def path(self) -> str:
        """Prefix in the bucket, or the path of the folder."""
        return unquote(urlsplit(self.url).path)


class NoSuchObject(Exception):
    """The store has no object of that name, or does not show it yet."""


class ObjectStore(Protocol):
    """Objects by name, relative and with slashes. Raises `StoreUnreachable`, `StoreUnfit`; a folder `DiskFull`, too."""

    where: str  # for messages

    def create(self, name: str, content: bytes | Path) -> bool:
        """Write an object, whole and durable, unless one of that name is there: then False, and it stays as it is."""
        ...

    def replace(self, name: str, content: bytes | Path) -> None:
        """Write an object in the place of one that may be there."""
        ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of an object, of one version from beginning to end. Raises `NoSuchObject`."""
        ...

    def size(self, name: str) -> int | None:
        """Bytes of an object; None where there is none."""
        ...

    def delete(self, names: Sequence[str]) -> None:
        """Remove objects; those that are gone already are no fault."""
        ...

    def names(self, below: str = "") -> Iterator[str]:
        """Names of what is there, or of what is below a folder, as far as the store shows them at once.

        To clear away, never to find what is true.
        """
        ...
