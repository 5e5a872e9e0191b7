"""The key under which ids are made today: as much of the key file as the catalogue says."""

from pathlib import Path

from sqlalchemy import Engine

from tasks.conform.key_file import PersonKey, load_key, read_key
from warehouse.errors import WrongKey
from warehouse.lake.key_registry import current_key_id


def key_in_use(engine: Engine, path: Path) -> PersonKey:
    """The key of the ids in the lake; made now where there are no ids and no key yet.

    Raises `WrongKey` when the file is missing or holds another one: ids under a new key would join nobody to what the
    lake has. Raises `KeyFileError`.
    """
    known = current_key_id(engine)
    if known is None:
        return load_key(path)
    found = read_key(path)
    key = found.as_of_step(known) if found else None
    if key is None:
        what = "holds another key" if found else "is missing"
        raise WrongKey(
            f"The key file {path} {what}: the ids in the lake are under key {known}. Restore that file from the "
            "backup; nothing was changed, and no new key was made."
        )
    return key
