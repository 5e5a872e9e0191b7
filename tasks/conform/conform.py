"""Conform what was accepted, whatever its feed."""

from collections.abc import Callable, Mapping

import polars as pl

from expectations.contracts.schema import Feed
from tasks.conform.enrolment import conform_enrolment
from tasks.conform.key_file import PersonKey
from tasks.conform.reference import conform_benefit, conform_ecosystem, conform_eligible, conform_target

WITH_PEOPLE: Mapping[str, Callable[..., pl.DataFrame]] = {"enrolment": conform_enrolment, "benefit": conform_benefit}
WITHOUT: Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "eligible": conform_eligible,
    "target": conform_target,
    "ecosystem": conform_ecosystem,
}


def conform(accepted: pl.DataFrame, *, feed: Feed, key: PersonKey) -> pl.DataFrame:
    """The lake frame of a feed; `key` makes the ids of people and claims, in the feeds that have them."""
    if feed.name in WITH_PEOPLE:
        return WITH_PEOPLE[feed.name](accepted, key=key)
    return WITHOUT[feed.name](accepted)
