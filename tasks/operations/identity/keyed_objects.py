"""List the lake objects that hold person ids; all of them must be under the same key."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from warehouse.errors import KeysMixed
from warehouse.lake.person_objects import KeptObject, objects_with_ids
from warehouse.stores.bound_folders import size_of


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Objects with their files, and how many out of force have lost theirs."""

    kept: tuple[KeptObject, ...]
    missing: int


def kept_objects(engine: Engine, *, lake: Path, key_id: str) -> Kept:
    """Every object of people, in force or not; one in force stays in the list also without its file.

    Raises `KeysMixed` for one whose ids are under another key: nobody can be found in it.
    """
    found = objects_with_ids(engine)
    kept = tuple(one for one in found if one.live or size_of(lake / one.file.path) is not None)
    for one in kept:
        if one.file.key_id not in {None, key_id}:
            raise KeysMixed(
                f"{one.file.path} has ids under key {one.file.key_id}, the lake under {key_id}: nothing was changed. "
                "`ucj doctor` says what to do."
            )
    return Kept(kept=kept, missing=len(found) - len(kept))
