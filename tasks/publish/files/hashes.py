"""Size and hash of published files, and of a whole folder of them."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """Size and hash of a file."""

    bytes: int
    sha256: str


def file_facts(content: bytes) -> FileFacts:
    """What the datapackage says of a file's content."""
    return FileFacts(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def content_hash(files: dict[str, str]) -> str:
    """One hash for a folder, from the SHA-256 of each file by name; order of the mapping does not matter."""
    listing = "".join(f"{files[name]}  {name}\n" for name in sorted(files))
    return hashlib.sha256(listing.encode()).hexdigest()
