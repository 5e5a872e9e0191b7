"""Store the accepted rows of a submission as an object of the lake."""

from pathlib import Path

from expectations.contracts import FEEDS
from tasks.conform.conform import conform
from tasks.conform.key_file import PersonKey
from tasks.states import Checked, Received
from warehouse.dimensions.regions import Regions
from warehouse.lake.objects import write_object
from warehouse.records import ObjectFile


def write_position(received: Received, checked: Checked, *, lake: Path, key: PersonKey, regions: Regions) -> ObjectFile:
    """Conform the accepted rows of a submission and store them; the catalogue does not know the object yet."""
    feed = FEEDS[received.feed]
    return write_object(
        conform(checked.accepted, feed=feed, key=key),
        lake=lake,
        feed=feed.name,
        branch=received.branch,
        position_date=received.position_date,
        key_id=key.key_id if feed.lake.ids else None,
        places_id=regions.places_id,
    )
