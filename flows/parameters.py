"""Parameters of flows: dates, numbers, switches and codes, never free text, which could name a place or a person.

The form of the Prefect UI shows the section `Args` of a flow's docstring.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from flows.clock import today_in_jakarta
from warehouse.errors import AsOfInFuture

FeedCode = Literal["enrolment", "eligible", "target", "ecosystem", "benefit"]
BranchCode = Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=64)]


def day_of(as_of: date | None) -> date:
    """The as-of date, today in Jakarta where none is given; raises `AsOfInFuture`."""
    today = today_in_jakarta()
    day = as_of or today
    if day > today:
        raise AsOfInFuture(f"The as-of date {day} lies after today ({today} in Jakarta): choose an earlier date.")
    return day
