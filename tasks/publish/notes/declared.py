"""Which tables and columns of an earlier release are no longer what they were, and which definitions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.publish.files.datapackage import table_schema
from warehouse.figures.tables import PUBLISHED_TABLES


@dataclass(frozen=True, kw_only=True)
class DeclaredChanges:
    """In both languages. major: what programs and comparisons must heed. minor: what was added or reworded."""

    major: tuple[str, ...] = ()
    minor: tuple[str, ...] = ()


def declared_changes(before: Mapping[str, Any], *, versions: tuple[tuple[str, Any, Any], ...]) -> DeclaredChanges:
    """Compare the datapackage of an earlier release with today's declarations. versions: what else changed."""
    schemas = {one["name"]: one["schema"] for one in before.get("resources", ()) if "schema" in one}
    now = {table.name: table_schema(table, resource_suffix="") for table in PUBLISHED_TABLES}
    major = [f"tabel dihapus / table removed: `{name}`" for name in sorted(_tables(schemas) - now.keys())]
    minor = [f"tabel baru / new table: `{name}`" for name in now if name not in schemas]
    for name in now.keys() & schemas.keys():
        for is_major, text in _of_fields(name, schemas[name]["fields"], now[name]["fields"]):
            (major if is_major else minor).append(text)
    major += [
        f"definisi atau pengaturan / definition or setting: `{name}` {old} -> {new}" for name, old, new in versions
    ]
    return DeclaredChanges(major=tuple(sorted(major)), minor=tuple(sorted(minor)))


def _tables(schemas: Mapping[str, Any]) -> set[str]:
    return {name for name in schemas if not name.endswith("-parquet")}


def _of_fields(table: str, before: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterator[tuple[bool, str]]:
    then, here = ({one["name"]: one for one in fields} for fields in (before, now))
    yield from ((True, f"kolom dihapus / column removed: `{table}.{name}`") for name in then if name not in here)
    yield from ((False, f"kolom baru / new column: `{table}.{name}`") for name in here if name not in then)
    for name in then.keys() & here.keys():
        if any(then[name].get(what) != here[name].get(what) for what in ("type", "unit")):
            yield True, f"jenis atau satuan kolom / type or unit of the column: `{table}.{name}`"
        elif then[name].get("description") != here[name].get("description"):
            yield False, f"penjelasan kolom / explanation of the column: `{table}.{name}`"
