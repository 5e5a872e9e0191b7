"""Gate, first part: the files of a release against their descriptor and against the tables they were written from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from expectations.published_text import DEMANDS
from tasks.publish.files.datapackage import OTHER_FILES
from tasks.publish.files.tables import file_facts
from tasks.publish.release.folder import DATAPACKAGE, HASH_CHARACTERS, RELEASE_ID, describe_folder, hash_folder
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import PUBLISHED_TABLES

RUPIAH = "rupiah"  # of published figures only sums of rupiah are as long as what identifies people


def file_problems(path: Path) -> list[str]:
    """What is wrong with names, sizes and hashes."""
    if not (path / DATAPACKAGE).is_file():
        return [f"{DATAPACKAGE} is missing"]
    found = {entry.name for entry in path.iterdir()}
    required = {DATAPACKAGE, "index.html"} | {
        f"{t.name}.{kind}" for t in PUBLISHED_TABLES for kind in ("csv", "parquet")
    }
    problems = [f"{name} is missing" for name in sorted(required - found)]
    problems += [f"{name} does not belong to a release" for name in sorted(found - required - OTHER_FILES.keys())]
    described = {resource["path"]: resource for resource in describe_folder(path)["resources"]}
    problems += [f"{name} is not described" for name in sorted(found - described.keys() - {DATAPACKAGE})]
    for name, resource in sorted(described.items()):
        if (path / name).is_file():
            problems += _resource_problems(path / name, resource)
    parts = RELEASE_ID.match(path.name)
    if parts is None or parts[2] != hash_folder(path)[:HASH_CHARACTERS]:
        problems.append(f"the folder name {path.name} is not the hash of its content")
    return problems


def _resource_problems(file: Path, resource: Mapping[str, Any]) -> list[str]:
    facts = file_facts(file.read_bytes())
    problems = [] if resource["bytes"] == facts.bytes else [f"{file.name} is not of the size described"]
    if resource["hash"] != f"sha256:{facts.sha256}":
        problems.append(f"{file.name} is not of the hash described")
    return problems


def content_problems(path: Path, *, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Where a written table differs from the one it was written from, or holds what could identify somebody."""
    problems = [
        f"{name} is not declared" for name in sorted(tables.keys() - {table.name for table in PUBLISHED_TABLES})
    ]
    for table in PUBLISHED_TABLES:
        if table.name not in tables:
            problems.append(f"{table.name} has no facts")
            continue
        problems += _parquet_problems(path / f"{table.name}.parquet", table, tables[table.name])
        problems += _csv_problems(path / f"{table.name}.csv", table, tables[table.name])
    return problems


def _parquet_problems(file: Path, table: FactTable, facts: pl.DataFrame) -> list[str]:
    read = pl.read_parquet(file)
    if dict(read.schema) != dict(table.schema):
        return [f"{file.name}: columns or types are not those declared"]
    return [] if read.equals(facts) else [f"{file.name} differs from the facts"]


def _csv_problems(file: Path, table: FactTable, facts: pl.DataFrame) -> list[str]:
    content = file.read_bytes()
    if b"\r" in content or content[:3] == b"\xef\xbb\xbf":
        return [f"{file.name}: line ends are not LF, or it begins with a byte order mark"]
    cells = pl.read_csv(content, infer_schema=False)
    if cells.columns != table.column_names:
        return [f"{file.name}: columns are not those declared"]
    problems = [
        f"{file.name}: {column.name} has not {column.dtype.scale} decimals"
        for column in table.columns
        if isinstance(column.dtype, pl.Decimal)
        and not cells[column.name].str.contains(rf"^-?[0-9]+\.[0-9]{{{column.dtype.scale}}}$").all()
    ]
    problems += [
        f"{file.name}: {column.name} is to have {demand}"
        for column in table.columns
        if column.unit != RUPIAH
        for demand, is_met in DEMANDS.items()
        if not cells.select(is_met(pl.col(column.name)).all()).item()
    ]
    texts = pl.col(pl.String)
    written = facts.with_columns(pl.when(texts != "").then(texts))
    if not pl.read_csv(content, schema=dict(table.schema)).equals(written):
        problems.append(f"{file.name} differs from the facts")
    return problems
