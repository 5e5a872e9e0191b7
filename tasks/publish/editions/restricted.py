"""The restricted edition: every figure, for those who may see single people, each file marked as such.

It lies in `restricted/<release>`, outside of what everyone may read. Its tables are those of the public edition before
cells were emptied; their columns of statuses say which cells the public one hides.
"""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from expectations.written import counted
from tasks.publish.editions.edition import PUBLIC, RESTRICTED, Edition
from tasks.publish.editions.notice import notice_page
from tasks.publish.errors import ReleaseMissing
from tasks.publish.files.datapackage import build_datapackage
from tasks.publish.files.formats import FORMATS, PLAIN_FORMATS, file_name
from tasks.publish.files.hashes import file_facts
from tasks.publish.files.workbook.workbooks import workbook_regions
from warehouse.figures.tables import PUBLISHED_TABLES
from warehouse.files.disk_errors import storing
from warehouse.files.drafts import drafts_in, remove_drafts
from warehouse.files.folders import make_folder, replace_folder


def restricted_files(
    full: Mapping[str, pl.DataFrame],
    *,
    workbooks: Mapping[str, bytes],
    release_id: str,
    as_of: date,
    provenance: Mapping[str, Any],
) -> dict[str, bytes]:
    """The content of every file of the restricted edition, by path.

    full: every published table by name, with all values. workbooks: of this edition, by path. provenance: as of the
    public edition.
    """
    regions = {path: name for path, (_, name) in workbook_regions(as_of, edition=RESTRICTED).items()}
    return edition_files(
        full,
        edition=RESTRICTED,
        workbooks=workbooks,
        regions=regions,
        release_id=release_id,
        as_of=as_of,
        provenance=provenance,
    )


def edition_files(
    tables: Mapping[str, pl.DataFrame],
    *,
    edition: Edition,
    workbooks: Mapping[str, bytes],
    regions: Mapping[str, str],
    release_id: str,
    as_of: date,
    provenance: Mapping[str, Any],
) -> dict[str, bytes]:
    """The tables of an edition in every format, its workbooks, their descriptor, and what warns of a restricted one.

    workbooks: by path. regions: the name of the region of each.
    """
    files = {
        edition.file_name(file_name(name, kind)): kind.write(frame)
        for name, frame in sorted(tables.items())
        for kind in (FORMATS if edition is PUBLIC else PLAIN_FORMATS)
    }
    if edition is RESTRICTED:
        files["index.html"] = notice_page(sorted(files), workbooks=regions, release_id=release_id, as_of=as_of)
    files |= workbooks
    facts = {name: file_facts(content) for name, content in files.items()}
    said = {**provenance, "release": release_id}
    files["datapackage.json"] = build_datapackage(
        as_of=as_of, files=facts, provenance=said, edition=edition, workbooks=regions
    )
    return files


def write_restricted(files: Mapping[str, bytes], *, release_id: str, root: Path) -> Path:
    """Write the edition of a release below `root`, for the operator only until `show_restricted`; its folder.

    One that is there with other content is replaced, one with the same is left.
    """
    place = root / release_id
    with storing(root):
        make_folder(root)
        remove_drafts(drafts_in(root))
        if not place.is_dir() or not _holds(place, files):
            replace_folder(place, files, file_mode=RESTRICTED.file_mode)
    return place


def show_restricted(place: Path, *, shown: bool, group: str) -> None:
    """Let a group of the system read the edition, the folder above it too; nobody else, and nobody where none is set.

    A group that the system does not have, or that the account of the operator may not give files to, reads nothing: no
    release waits for that, and `ucj doctor` says so.
    """
    given = has_group(group) and _given_to(group, place)
    if given:
        place.parent.chmod(RESTRICTED.folder_mode)
    place.chmod(RESTRICTED.folder_mode if shown and given else 0o700)


def _given_to(group: str, place: Path) -> bool:
    try:
        for one in (place.parent, place, *place.rglob("*")):
            shutil.chown(one, group=group)
    except PermissionError:  # the operator is no member of the group
        return False
    return True


def read_restricted(place: Path) -> dict[str, pl.DataFrame]:
    """Every table of the edition in its folder, by name; raises `ReleaseMissing`."""
    files = {table.name: place / RESTRICTED.file_name(f"{table.name}.parquet") for table in PUBLISHED_TABLES}
    missing = [file.name for file in files.values() if not file.is_file()]
    if missing:
        raise ReleaseMissing(
            f"There is no restricted edition in {place} "
            f"({counted(len(missing), 'file is', 'files are')} missing, {missing[0]} among them): "
            "`ucj run --as-of DATE` writes it."
        )
    return {name: pl.read_parquet(file) for name, file in files.items()}


def has_group(group: str) -> bool:
    """Whether the system has a group of that name."""
    import grp  # noqa: PLC0415 - not on every system

    return bool(group) and any(one.gr_name == group for one in grp.getgrall())


def _holds(place: Path, files: Mapping[str, bytes]) -> bool:
    found = {entry.relative_to(place).as_posix() for entry in place.rglob("*") if not entry.is_dir()}
    return found == files.keys() and all((place / name).read_bytes() == content for name, content in files.items())
