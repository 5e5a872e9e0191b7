"""Place rows in force by today's list of regions where their file can no longer be judged: purged, erased or lost."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from expectations.contracts import FEEDS
from tasks.conform.regions import place_again
from warehouse.dimensions.regions import Regions
from warehouse.lake.damage import damage_told
from warehouse.lake.objects import verify_object, write_object
from warehouse.records import Submission
from warehouse.submissions.region_version import mark_region_version, submissions_of_other_regions
from warehouse.submissions.reprocess import newest_object, replace_rows


def reassign_regions(
    submission: Submission, *, lake: Path, engine: Engine, regions: Regions, now: datetime, dry_run: bool
) -> bool | None:
    """Whether rows lie elsewhere by today's list; None when there was nothing to place.

    Rows of people only: the files of official numbers in force are never purged. Raises `LakeObjectCorrupt`.
    """
    stored = newest_object(engine, submission.id)
    feed, branch, day = submission.feed, submission.branch, submission.position_date
    if stored is None or feed is None or branch is None or day is None or not FEEDS[feed].lake.ids:
        return None
    if submission.id not in submissions_of_other_regions(engine, regions):
        return None
    with damage_told(engine, lake=lake):
        verify_object(lake, stored)
    rows = pl.read_parquet(lake / stored.path)
    placed = place_again(rows, feed=feed, regions=regions)
    changed = not placed.sort("row_no").equals(rows.sort("row_no"))
    if dry_run:
        return changed
    if not changed:
        mark_region_version(engine, replace(stored, places_id=regions.places_id), submission_id=submission.id)
        return False
    written = write_object(
        placed,
        lake=lake,
        feed=feed,
        branch=branch,
        position_date=day,
        key_id=stored.key_id,
        places_id=regions.places_id,
    )
    return replace_rows(engine, submission.id, lake=lake, object_file=written, at=now)
