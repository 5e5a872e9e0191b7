"""By which list of regions the rows of the lake were placed: under another list a code may mean another place, or none.

Each object of the lake has the regions of its rows written out. Where the list has changed since, people under a code
that is no longer in it would be placed nowhere, and a person in two objects would be two.
"""

from sqlalchemy import Engine, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from expectations.written import counted
from warehouse.catalogue.transactions import reading, writing
from warehouse.dimensions.regions import Regions
from warehouse.errors import RegionVersionMismatch
from warehouse.models.models import LakeObjectRow
from warehouse.records import ObjectFile


def require_current_regions(engine: Engine, regions: Regions) -> None:
    """Raise `RegionVersionMismatch` unless the rows of all objects in force were placed by this list of regions."""
    table = LakeObjectRow
    query = select(func.count(), func.min(table.path)).where(table.live, _otherwise(regions))
    with reading(engine) as connection:
        count, path = connection.execute(query).one()
    if count:
        raise RegionVersionMismatch(
            "The list of regions has changed: "
            f"{counted(count, 'object in force is', 'objects in force are')} not placed by {regions.version}, "
            f"for example {path}. Nothing is measured until they are, and the release of before stays. "
            "`ucj reprocess --all` places them by today's list (`--dry-run` shows what changes); then run again."
        )


def submissions_of_other_regions(engine: Engine, regions: Regions) -> set[int]:
    """Submissions whose object in force was placed by another list of regions."""
    table = LakeObjectRow
    with reading(engine) as connection:
        return set(connection.execute(select(table.submission_id).where(table.live, _otherwise(regions))).scalars())


def mark_region_version(engine: Engine, object_file: ObjectFile, *, submission_id: int) -> None:
    """Note that an object's rows are the same by the list of regions that `object_file` names."""
    table = LakeObjectRow
    it = table.submission_id == submission_id, table.path == object_file.path
    with writing(engine) as connection:
        connection.execute(update(table).where(*it).values(places_id=object_file.places_id))


def _otherwise(regions: Regions) -> ColumnElement[bool]:
    return or_(LakeObjectRow.places_id.is_(None), LakeObjectRow.places_id != regions.places_id)
