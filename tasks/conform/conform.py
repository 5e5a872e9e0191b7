"""Conform what was accepted, whatever its feed."""

import polars as pl

from expectations.contract import Feed
from tasks.conform.enrolment import conform_enrolment
from tasks.conform.reference import conform_eligible, conform_target


def conform(accepted: pl.DataFrame, *, feed: Feed, key: str) -> pl.DataFrame:
    """The lake frame of a feed; `key` makes the ids of people and is used by no other feed than the enrolments."""
    if feed.name == "enrolment":
        return conform_enrolment(accepted, key=key)
    return conform_eligible(accepted) if feed.name == "eligible" else conform_target(accepted)
