"""What the figures of a release follow from, as names and values for a page."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

SHOWN_LIST = 12


def provenance_rows(provenance: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values, nested names joined by dots; a long list is told by its length."""
    return list(_flatten(provenance, ""))


def _flatten(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield from _flatten(value[key], f"{name}.{key}" if name else str(key))
    elif isinstance(value, list | tuple) and (len(value) > SHOWN_LIST or any(isinstance(v, Mapping) for v in value)):
        yield name, f"({len(value)})"
    elif isinstance(value, list | tuple):
        yield name, ", ".join(str(part) for part in value)
    else:
        yield name, value.isoformat() if isinstance(value, date) else "–" if value is None else str(value)
