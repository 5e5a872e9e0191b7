"""Name the code that computed what is kept, as a part of the key of it."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path


def code_digest(files: Iterable[Path], *, versions: Sequence[str]) -> str:
    """A digest of source files, in their order, and of versions of what they use.

    To be taken when a process reads the code, not when it is asked for: files may be replaced while it runs.
    """
    digest = sha256(repr(tuple(versions)).encode())
    for path in files:
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
