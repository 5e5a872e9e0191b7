"""Cut out of an edition what one province or regency may have."""

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tasks.publish.editions.edition import PUBLIC, RESTRICTED, Edition
from tasks.publish.editions.restricted import edition_files, read_restricted
from tasks.publish.files.workbook.workbooks import plan_workbook_of_region
from tasks.publish.release.folder import DATAPACKAGE, as_of_release, read_tables
from warehouse.dimensions.regions import load_regions
from warehouse.errors import OperatorError
from warehouse.files.disk_errors import storing
from warehouse.files.folders import write_folder

EDITIONS: Mapping[str, Edition] = {one.name: one for one in (PUBLIC, RESTRICTED)}


class NotExportable(OperatorError):
    """There is no such region or edition, or the folder that was named is taken."""


def export_region(home: Path, *, release_id: str, edition: str, region: str, to: Path) -> list[str]:
    """Write the tables of an edition with the rows of one region and those within it to a new folder; their names.

    A workbook of the region has the same rows on the official basis.

    Tables without regions (completeness of branches) are whole. Only the account that runs this may read the folder.
    Raises `NotExportable`, `ReleaseMissing`.
    """
    regions = load_regions()
    names = dict([*regions.provinces.select("code", "name").rows(), *regions.regencies.select("code", "name").rows()])
    if region not in names:
        raise NotExportable(f"{region} is no province or regency: give a code of today, such as 72 or 72.05.")
    chosen = edition_named(edition)
    tables = edition_tables(home, edition=chosen, release_id=release_id)
    said = json.loads((home / chosen.folder / release_id / DATAPACKAGE).read_bytes())["provenance"]
    as_of, provenance = as_of_release(release_id), {**said, "region": region}
    cut = {name: of_region(frame, region) for name, frame in tables.items()}
    book, planned = plan_workbook_of_region(
        cut, region=(region, names[region]), as_of=as_of, provenance=provenance, edition=chosen
    )
    files = edition_files(
        cut,
        edition=chosen,
        workbooks={book: planned.write()},
        regions={book: names[region]},
        release_id=release_id,
        as_of=as_of,
        provenance=provenance,
    )
    with storing(to.parent):
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_folder(to, files)
        except FileExistsError as error:
            raise NotExportable(f"{to} is there already: name a new folder with --to.") from error
    return sorted(files)


def edition_named(name: str) -> Edition:
    """An edition by its name; raises `NotExportable`."""
    if name not in EDITIONS:
        raise NotExportable(f"There is no edition {name}: {' and '.join(EDITIONS)} are there.")
    return EDITIONS[name]


def edition_tables(home: Path, *, edition: Edition, release_id: str) -> dict[str, pl.DataFrame]:
    """The tables of a release in an edition, by name; raises `ReleaseMissing`, and `NotExportable` without rights."""
    place = home / edition.folder / release_id
    try:
        return read_restricted(place) if edition is RESTRICTED else read_tables(place)
    except PermissionError as error:
        raise NotExportable(f"This account may not read the {edition.name} edition in {place}.") from error


def of_region(frame: pl.DataFrame, region: str) -> pl.DataFrame:
    """The rows of a region and of those within it, in their order; a table without regions is left whole."""
    if "region_code" not in frame.columns:
        return frame
    code = pl.col("region_code")
    return frame.filter((code == region) | code.str.starts_with(f"{region}."))
