"""Read one archived file: its typed cells, from a process of its own, and the regions that they name."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from expectations.contracts.schema import Feed
from tasks.read.isolated.readers import read_apart
from tasks.read.region_names import settle_codes
from tasks.read.regions import resolve_regions
from tasks.refusal import Refusal
from tasks.states import Extract
from warehouse.dimensions.regions import Regions


def read_extract(
    path: Path,
    *,
    feed: Feed,
    position_date: date,
    regions: Regions,
    max_bytes: int,
    branch: str | None = None,
    read: Mapping[str, str] | None = None,
) -> Extract | Refusal:
    """The typed frame of a file, or why it cannot be had.

    branch: which its name says, if that is known. read: readings of columns that an operator has set, by field name.
    """
    found = read_apart(
        path, feed=feed.name, position_date=position_date.isoformat(), max_bytes=max_bytes, branch=branch, read=read
    )
    if isinstance(found, Refusal):
        return found
    frame, facts = found
    settled = settle_codes(frame, bps=facts.get("bps_codes", ()), feed=feed, regions=regions)
    if isinstance(settled, Refusal):
        return settled
    return Extract(frame=resolve_regions(settled, feed=feed, position_date=position_date, regions=regions), facts=facts)
