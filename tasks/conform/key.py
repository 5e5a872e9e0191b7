"""The secret under which person ids are made: 32 random bytes, created on first use, readable by its owner only."""

import os
import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from warehouse.durable import sync_folder
from warehouse.errors import OperatorError
from warehouse.storage import storing

KEY_BYTES = 32
KEY_SHAPE = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}")


class KeyFileError(OperatorError):
    """The key file is not what it should be; restore it from the backup, since ids depend on it."""


@dataclass(frozen=True)
class PersonKey:
    """A key and the public name of it (`key_id`), which lake objects carry; its text never shows in a repr."""

    secret: str = field(repr=False)
    key_id: str


def load_key(path: Path) -> PersonKey:
    """Read the key, or make it when there is none; two processes that start at once agree on one key."""
    if not path.exists():
        with storing(path.parent):
            _create(path)
    secret = path.read_bytes().decode("ascii", errors="replace").strip()
    if not KEY_SHAPE.fullmatch(secret):
        raise KeyFileError(f"The key file {path.name} does not hold {2 * KEY_BYTES} hexadecimal digits: restore it.")
    return PersonKey(secret=secret, key_id=sha256(f"key id {secret}".encode()).hexdigest()[:12])


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails when another process was first: its key holds
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(path.parent)  # ids made under a key that a power cut takes away would be lost with it
