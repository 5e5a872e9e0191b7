"""Parameters that several flows take, as the form of the Prefect UI shows them."""

from datetime import date
from typing import Annotated

from pydantic import Field

from flows.clock import today_in_jakarta
from warehouse.errors import AsOfInFuture

AsOf = Annotated[
    date | None,
    Field(title="As-of date", description="Day the figures hold for. Empty: today in Jakarta. A later day is refused."),
]


def day_of(as_of: date | None) -> date:
    """The as-of date, today in Jakarta where none is given; raises `AsOfInFuture`."""
    today = today_in_jakarta()
    day = as_of or today
    if day > today:
        raise AsOfInFuture(f"The as-of date {day} lies after today ({today} in Jakarta): choose an earlier date.")
    return day
