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


def declared_changes(
    before: Mapping[str, Any], *, versions: tuple[tuple[str, Any, Any], ...], now: Mapping[str, Any] | None = None
) -> DeclaredChanges:
    """Compare the datapackage of an earlier release with that of a later one, or with what is declared today.

    versions: what else changed, with its values before and now.
    """
    then = _fields_of(before)
    here = _fields_of(now) if now is not None else _declared_today()
    major = [f"tabel dihapus / table removed: `{name}`" for name in sorted(then.keys() - here.keys())]
    minor = [f"tabel baru / new table: `{name}`" for name in sorted(here.keys() - then.keys())]
    for name in here.keys() & then.keys():
        for is_major, text in _of_fields(name, then[name], here[name]):
            (major if is_major else minor).append(text)
    major += [
        f"definisi atau pengaturan / definition or setting: `{name}` {old} -> {new}" for name, old, new in versions
    ]
    return DeclaredChanges(major=tuple(sorted(major)), minor=tuple(sorted(minor)))


def _fields_of(package: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The fields of each table: those of Parquet files are the same, and files in folders show tables otherwise."""
    return {
        one["name"]: one["schema"]["fields"]
        for one in package.get("resources", ())
        if "schema" in one and one["format"] == "csv" and "/" not in one["path"]
    }


def _declared_today() -> dict[str, list[dict[str, Any]]]:
    return {table.name: table_schema(table, resource_suffix="")["fields"] for table in PUBLISHED_TABLES}


def _of_fields(table: str, before: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterator[tuple[bool, str]]:
    then, here = ({one["name"]: one for one in fields} for fields in (before, now))
    yield from ((True, f"kolom dihapus / column removed: `{table}.{name}`") for name in then if name not in here)
    yield from ((False, f"kolom baru / new column: `{table}.{name}`") for name in here if name not in then)
    for name in then.keys() & here.keys():
        if any(then[name].get(what) != here[name].get(what) for what in ("type", "unit")):
            yield True, f"jenis atau satuan kolom / type or unit of the column: `{table}.{name}`"
        elif then[name].get("description") != here[name].get("description"):
            yield False, f"penjelasan kolom / explanation of the column: `{table}.{name}`"
