"""Report the state of the key: the steps in its file, and the step that the ids of the lake use."""

from typing import Any

from sqlalchemy import Engine

from settings import Settings
from tasks.conform.key_file import read_key
from warehouse.lake.key_registry import known_keys


def key_standing(engine: Engine, settings: Settings) -> dict[str, Any]:
    """The keys by name, oldest first, JSON-ready; no secret. Raises `KeyFileError`."""
    key = read_key(settings.key_path)
    in_file = [step.key_id for step in key.steps()] if key else []
    used = {one.key_id: one for one in known_keys(engine)}
    order = [*(key_id for key_id in used if key_id not in in_file), *in_file]
    return {
        "file": str(settings.key_path),
        "steps_in_file": len(in_file),
        "keys": [
            {
                "key_id": key_id,
                "state": "unused" if key_id not in used else "current" if used[key_id].is_current else "before",
                "since": used[key_id].introduced_at.isoformat() if key_id in used else None,
                "objects": used[key_id].objects if key_id in used else 0,
                "in_file": key_id in in_file,
            }
            for key_id in order
        ],
    }
