"""Write a release: a folder that is there as a whole or not at all, and never changes afterwards."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tasks.publish.errors import ReleaseDamaged, ReleaseMissing
from tasks.publish.files.datapackage import build_datapackage
from tasks.publish.files.formats import FORMATS, file_name
from tasks.publish.files.hashes import content_hash, file_facts
from tasks.publish.files.map.drawing import BoundaryDrawing
from tasks.publish.files.metadata.files import catalogue_file, metadata_files
from tasks.publish.files.metadata.publisher import Publisher
from tasks.publish.files.sdmx.files import sdmx_files
from tasks.publish.files.site.regions.pages import region_pages
from tasks.publish.files.site.release.pages import release_pages
from tasks.publish.notes.told import Told
from warehouse.figures.tables import PUBLISHED_TABLES
from warehouse.files.disk_errors import storing
from warehouse.files.drafts import drafts_in, remove_drafts
from warehouse.files.folders import make_folder, write_folder

FILE_MODE = 0o644
HASH_CHARACTERS = 12
RELEASE_ID = re.compile(rf"^(\d{{4}}-\d{{2}}-\d{{2}})-([0-9a-f]{{{HASH_CHARACTERS}}})$")
DATAPACKAGE = "datapackage.json"
NOTES = "release-notes.md"
NOBODY = Publisher()
CHANGES = "changes.csv"


@dataclass(frozen=True, kw_only=True)
class BuiltRelease:
    """A release in its folder; the id is the as-of date and the beginning of the content hash."""

    id: str
    path: Path
    content_sha256: str


def write_release(
    files: Mapping[str, bytes], *, as_of: date, published: Path, alike: Sequence[Path] = ()
) -> BuiltRelease:
    """Write rendered files as a release below `published`.

    alike: folders of other releases; a file that is there with the same bytes is linked, not written.

    Others may read it once `show_release` says so. A release that is there already is left as it is. What a killed
    run left behind is removed, so one process at a time may do this (the run lock sees to it).

    Raises `ReleaseDamaged` if the folder that is there has other content than its id says.
    """
    digest = digest_of(files)
    path = published / name_of(digest, as_of=as_of)
    with storing(published):
        make_folder(published, mode=0o755)
        remove_drafts(drafts_in(published))
        if not path.exists():
            write_folder(path, files, file_mode=FILE_MODE, alike=alike)
    if hash_folder(path) != digest:
        raise ReleaseDamaged(
            f"The folder {path} was changed after it was written: move it away, then publish again to restore it."
        )
    return BuiltRelease(id=path.name, path=path, content_sha256=digest)


def digest_of(files: Mapping[str, bytes]) -> str:
    """The content hash of rendered files."""
    return content_hash({name: file_facts(content).sha256 for name, content in files.items()})


def name_of(digest: str, *, as_of: date) -> str:
    """The id of a release with this content hash."""
    return f"{as_of.isoformat()}-{digest[:HASH_CHARACTERS]}"


def show_release(path: Path, *, shown: bool) -> None:
    """Let others read a release; one that the gate held is for the operator only."""
    path.chmod(0o755 if shown else 0o700)


def known_release(published: Path, release_id: str | None) -> BuiltRelease | None:
    """A release that was built before, when its folder is still what its id says; None = build it (again)."""
    if release_id is None or not (published / release_id).is_dir():
        return None
    digest = hash_folder(published / release_id)
    if not release_id.endswith(f"-{digest[:HASH_CHARACTERS]}"):
        return None
    return BuiltRelease(id=release_id, path=published / release_id, content_sha256=digest)


def render_tables(
    tables: Mapping[str, pl.DataFrame],
    *,
    workbooks: Mapping[str, bytes],
    as_of: date,
    publisher: Publisher = NOBODY,
) -> dict[str, bytes]:
    """Tables in every format, workbooks, pages of regions and forms, by path: what does not depend on the notes."""
    files = {file_name(name, kind): kind.write(frame) for name, frame in sorted(tables.items()) for kind in FORMATS}
    files |= workbooks
    files |= dict(region_pages(tables, as_of=as_of))
    files |= sdmx_files(tables, as_of=as_of)
    return files | metadata_files(as_of=as_of, publisher=publisher)


def render_files(
    tables: Mapping[str, pl.DataFrame],
    *,
    rendered: Mapping[str, bytes],
    as_of: date,
    provenance: Mapping[str, Any],
    told: Told | None = None,
    publisher: Publisher = NOBODY,
    outlines: BoundaryDrawing | None = None,
) -> dict[str, bytes]:
    """The content of every file of a release, by path. rendered: of `render_tables`. told: notes and changes."""
    files = {**rendered, **(told.files if told else {})}
    facts = {name: file_facts(content) for name, content in files.items()}
    pages = release_pages(tables, as_of=as_of, provenance=provenance, files=facts, told=told, outlines=outlines)
    for name, content in pages:
        files[name], facts[name] = content, file_facts(content)
    described = build_datapackage(as_of=as_of, files=facts, provenance=provenance)
    for name, content in catalogue_file(described, publisher=publisher).items():
        files[name], facts[name] = content, file_facts(content)
    files[DATAPACKAGE] = build_datapackage(as_of=as_of, files=facts, provenance=provenance)
    return files


def as_of_release(release_id: str) -> date:
    """The as-of date in a release id; raises `ReleaseMissing` for what is none."""
    found = RELEASE_ID.match(release_id)
    if found is None:
        raise ReleaseMissing(f"{release_id} is not the id of a release (YYYY-MM-DD-{'x' * HASH_CHARACTERS}).")
    return date.fromisoformat(found[1])


def read_coverage(release: Path) -> pl.DataFrame:
    """The coverage table of a release; raises `ReleaseMissing`."""
    file = release / "ucj_coverage.parquet"
    if not file.is_file():
        raise ReleaseMissing(f"There is no release in {release}.")
    return pl.read_parquet(file)


def read_tables(release: Path) -> dict[str, pl.DataFrame]:
    """The tables of a release that are published today, too; raises `ReleaseMissing`."""
    read_coverage(release)
    files = {table.name: release / f"{table.name}.parquet" for table in PUBLISHED_TABLES}
    return {name: pl.read_parquet(file) for name, file in files.items() if file.is_file()}


def hash_folder(path: Path) -> str:
    """The content hash of a release folder as it is now, with the files in folders below it."""
    return content_hash(
        {
            name: file_facts(entry.read_bytes()).sha256 if entry.is_file() else ""
            for name, entry in entries(path).items()
        }
    )


def entries(path: Path) -> dict[str, Path]:
    """What lies in a release folder by its path within: files at any depth, and folders that hold nothing."""
    found = {entry.relative_to(path).as_posix(): entry for entry in path.rglob("*")}
    return {name: entry for name, entry in found.items() if not entry.is_dir() or not any(entry.iterdir())}


def describe_folder(path: Path) -> Any:
    """The datapackage of a release folder as written."""
    return json.loads((path / DATAPACKAGE).read_bytes())
