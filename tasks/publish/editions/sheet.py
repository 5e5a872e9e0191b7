"""The sheet of a region, ready to be printed: its page in a release, of the public or the restricted edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tasks.publish.editions.edition import RESTRICTED
from tasks.publish.editions.export import edition_named, edition_tables
from tasks.publish.files.site.regions.pages import sheet_files
from tasks.publish.release.folder import as_of_release
from warehouse.files.folders import PRIVATE_FILE


@dataclass(frozen=True, kw_only=True)
class RegionSheet:
    """name: of the page among its files. document, file_mode: of what is printed from it, without language and ending.

    A document of the restricted edition is for the account alone that makes it.
    """

    name: str
    files: Mapping[str, bytes]
    document: str
    file_mode: int


def region_sheet(home: Path, *, release_id: str, edition: str, region: str) -> RegionSheet:
    """The page of a region, made anew from the tables of a release; region: its code.

    Raises `NotExportable` for an edition or a region that the release does not have, `ReleaseMissing`.
    """
    chosen, as_of = edition_named(edition), as_of_release(release_id)
    tables = edition_tables(home, edition=chosen, release_id=release_id)
    mark = RESTRICTED.title if chosen is RESTRICTED else None
    files = sheet_files(tables, code=region, as_of=as_of, release_id=release_id, mark=mark)
    return RegionSheet(
        name=f"{region}.html",
        files=files,
        document=chosen.file_name(f"ucj-{region}-{as_of.isoformat()}"),
        file_mode=PRIVATE_FILE if chosen is RESTRICTED else chosen.file_mode,
    )
