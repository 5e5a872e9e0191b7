"""Tell a damaged object of the lake with the command that makes it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, select

from warehouse.catalogue.transactions import reading
from warehouse.errors import LakeObjectCorrupt
from warehouse.models.models import LakeObjectRow
from warehouse.records import submission_label


@contextmanager
def damage_told(engine: Engine, *, lake: Path) -> Iterator[None]:
    """A damaged object that is met in the block is told with the command that makes it again."""
    try:
        yield
    except LakeObjectCorrupt as found:
        if found.path is None or not found.path.is_relative_to(lake):
            raise
        name = found.path.relative_to(lake).as_posix()
        table = LakeObjectRow
        newest = select(table.submission_id).where(table.path == name).order_by(table.live.desc(), table.id.desc())
        with reading(engine) as connection:
            number = connection.execute(newest.limit(1)).scalar()
        if number is None:
            raise
        raise LakeObjectCorrupt(f"{name} {found.problem}. {way_back(number)}") from None


def way_back(submission_id: int) -> str:
    """What to do about a damaged object; the archive has what was delivered, so its rows can be made again."""
    return f"Restore it from the backup, or: ucj reprocess {submission_label(submission_id)}"
