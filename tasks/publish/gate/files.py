"""Gate, first part: the files of a release against their descriptor and against the tables they were written from."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tasks.publish.editions.edition import PUBLIC, Edition
from tasks.publish.files.datapackage import OTHER_FILES
from tasks.publish.files.formats import FORMATS, PLAIN_FORMATS, file_name
from tasks.publish.files.hashes import file_facts
from tasks.publish.files.metadata.files import METADATA_FILES
from tasks.publish.files.sdmx.files import SDMX_FILES
from tasks.publish.files.site.described import site_files
from tasks.publish.files.workbook.workbooks import workbook_regions
from tasks.publish.gate.sdmx import sdmx_problems
from tasks.publish.release.folder import (
    DATAPACKAGE,
    HASH_CHARACTERS,
    RELEASE_ID,
    describe_folder,
    entries,
    hash_folder,
)
from warehouse.figures.tables import PUBLISHED_TABLES


def file_problems(path: Path, *, edition: Edition = PUBLIC) -> list[str]:
    """What is wrong with names, sizes and hashes of the files of an edition of a release."""
    if not (path / DATAPACKAGE).is_file():
        return [f"{DATAPACKAGE} is missing"]
    found = set(entries(path))
    parts = RELEASE_ID.match(path.name)
    required = _required(edition, as_of=date.fromisoformat(parts[1]) if parts else None)
    allowed = OTHER_FILES.keys() | site_files().keys() if edition is PUBLIC else set()
    problems = [f"{name} is missing" for name in sorted(required - found)]
    problems += [f"{name} does not belong to a release" for name in sorted(found - required - allowed)]
    descriptor = describe_folder(path)
    described = {resource["path"]: resource for resource in descriptor["resources"]}
    problems += [f"{name} is not described" for name in sorted(found - described.keys() - {DATAPACKAGE})]
    for name, resource in sorted(described.items()):
        if (path / name).is_file():
            problems += _resource_problems(path / name, resource)
    if edition is not PUBLIC:
        if descriptor["provenance"].get("release") != path.name:
            problems.append(f"the {edition.name} edition in {path.name} says that it is of another release")
    elif parts is None or parts[2] != hash_folder(path)[:HASH_CHARACTERS]:
        problems.append(f"the folder name {path.name} is not the hash of its content")
    return problems


def _required(edition: Edition, *, as_of: date | None) -> set[str]:
    """What the edition of every release has."""
    kinds = FORMATS if edition is PUBLIC else PLAIN_FORMATS
    names = {edition.file_name(file_name(table.name, kind)) for table in PUBLISHED_TABLES for kind in kinds}
    names |= set(workbook_regions(as_of, edition=edition)) if as_of else set()
    shared = {*METADATA_FILES, *SDMX_FILES} if edition is PUBLIC else set()
    return {DATAPACKAGE, "index.html", *names, *shared}


def _resource_problems(file: Path, resource: Mapping[str, Any]) -> list[str]:
    facts = file_facts(file.read_bytes())
    problems = [] if resource["bytes"] == facts.bytes else [f"{file.name} is not of the size described"]
    if resource["hash"] != f"sha256:{facts.sha256}":
        problems.append(f"{file.name} is not of the hash described")
    return problems


def content_problems(path: Path, *, tables: Mapping[str, pl.DataFrame], edition: Edition = PUBLIC) -> list[str]:
    """Where a written table differs from the one it was written from, or holds what could identify somebody."""
    problems = [
        f"{name} is not declared" for name in sorted(tables.keys() - {table.name for table in PUBLISHED_TABLES})
    ]
    for table in PUBLISHED_TABLES:
        if table.name not in tables:
            problems.append(f"{table.name} has no facts")
            continue
        for kind in FORMATS if edition is PUBLIC else PLAIN_FORMATS:
            file = path / edition.file_name(file_name(table.name, kind))
            problems += (
                kind.problems(file, table, tables[table.name]) if file.is_file() else [f"{file.name} is missing"]
            )
    return problems + (sdmx_problems(path, tables) if edition is PUBLIC and not problems else [])
