"""Parameters of flows: dates, numbers, switches and codes, never free text, which could name a place or a person.

The form of the Prefect UI shows the section `Args` of a flow's docstring.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from expectations.contracts import FEED_OF_PREFIX, FEEDS
from flows.runtime.clock import today_in_jakarta
from settings import Settings
from warehouse.errors import AsOfInFuture, CohortDayUnfit

LABEL = re.compile(r"[sS]?0*(\d{1,18})", re.ASCII)


def feed_of(given: object) -> object:
    """The name of a feed that is given by its name or by its prefix; anything else is left for pydantic to refuse."""
    if not isinstance(given, str):
        return given
    feed = FEED_OF_PREFIX.get(given.strip().upper())
    return feed.name if feed else given.strip().lower()


def known_feed(name: str) -> str:
    """The name of a feed that there is; raises `ValueError`."""
    if name not in FEEDS:
        raise ValueError(f"is none of {', '.join(FEEDS)}")
    return name


FeedCode = Annotated[
    str,
    BeforeValidator(feed_of),
    AfterValidator(known_feed),
    WithJsonSchema({"type": "string", "enum": [*FEEDS, *FEED_OF_PREFIX]}),
]


def number_of(given: object) -> object:
    """The number in `S000012` or `12`; anything else is left for pydantic to refuse."""
    found = LABEL.fullmatch(given.strip()) if isinstance(given, str) else None
    return int(found[1]) if found else given


SubmissionNumber = Annotated[
    int,
    BeforeValidator(number_of),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[sS]?[0-9]{1,18}$"}]}),
]
BranchCode = Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=64)]


def day_of(as_of: date | None) -> date:
    """The as-of date, today in Jakarta where none is given; raises `AsOfInFuture`."""
    today = today_in_jakarta()
    day = as_of or today
    if day > today:
        raise AsOfInFuture(f"The as-of date {day} lies after today ({today} in Jakarta): choose an earlier date.")
    return day


def with_cohort(settings: Settings, since: date | None, *, day: date) -> Settings:
    """The settings with one more month in `cohort_since`; raises `CohortDayUnfit`."""
    if since is None:
        return settings
    if since.day != 1 or since > day:
        raise CohortDayUnfit(
            f"A cohort is counted since the first day of a month that is not after the as-of date {day}; not {since}."
        )
    return settings.model_copy(update={"cohort_since": (*settings.cohort_since, since)})
