"""The secret keys under which person ids are made: 32 random bytes each, one a line, readable by their owner only.

The first is made on first use. A rotation adds one: ids are then made by one step for each key, oldest first, since
the ids there are could only be put under the new key by a further step. So the file is a chain of which all is needed.
"""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from warehouse.errors import OperatorError
from warehouse.files.disk_errors import storing
from warehouse.files.durable import write_file
from warehouse.files.folders import make_folder

KEY_BYTES = 32
KEY_SHAPE = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}")
KEY_ID_DIGITS = 12


class KeyFileError(OperatorError):
    """The key file is not what it should be; restore it from the backup, since ids depend on it."""


@dataclass(frozen=True)
class PersonKey:
    """The steps of an id, oldest first, and the public name of them all (`key_id`); no secret shows in a repr."""

    secrets: tuple[str, ...] = field(repr=False)
    key_id: str = field(init=False)

    def __post_init__(self) -> None:
        """The name depends on every step: a chain that lost one has another."""
        digest = sha256(f"key id {' '.join(self.secrets)}".encode()).hexdigest()
        object.__setattr__(self, "key_id", digest[:KEY_ID_DIGITS])

    def steps(self) -> "tuple[PersonKey, ...]":
        """The key as it was after each step, oldest first; the last is this one."""
        return tuple(PersonKey(self.secrets[:length]) for length in range(1, len(self.secrets) + 1))

    def as_of_step(self, key_id: str) -> "PersonKey | None":
        """The key as it was when it had that name; None when it never had."""
        return next((key for key in self.steps() if key.key_id == key_id), None)


def read_key(path: Path) -> PersonKey | None:
    """Read the whole key chain of the file; None without a file. Raises `KeyFileError`."""
    if not path.exists():
        return None
    lines = tuple(path.read_bytes().decode("ascii", errors="replace").split())
    if not lines or not all(KEY_SHAPE.fullmatch(line) for line in lines):
        raise KeyFileError(
            f"The key file {path.name} does not hold {2 * KEY_BYTES} hexadecimal digits on each line: restore it."
        )
    return PersonKey(lines)


def load_key(path: Path) -> PersonKey:
    """Read the key, or make it when there is none; two processes that start at once agree on one key."""
    key = read_key(path)
    while key is None:
        with storing(path.parent):
            _create(path)
        key = read_key(path)
    return key


def add_step(path: Path, key: PersonKey) -> PersonKey:
    """Write a new key behind those there are; durable on return. Nothing uses it before the catalogue says so."""
    longer = PersonKey((*key.secrets, secrets.token_hex(KEY_BYTES)))
    with storing(path.parent):
        write_file(path, _lines(longer))
    return longer


def _create(path: Path) -> None:
    make_folder(path.parent)
    with suppress(FileExistsError):  # another process was first: its key holds
        write_file(path, _lines(PersonKey((secrets.token_hex(KEY_BYTES),))), replace=False)


def _lines(key: PersonKey) -> str:
    return "".join(f"{secret}\n" for secret in key.secrets)
