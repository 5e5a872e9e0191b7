"""A validation as the lists of the site show it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One line of a list of validations. `stamp` tells whether its file has changed since."""

    label: str
    title: str
    subject: str
    status: str
    day: str
    time: str
    outcome: str
    rows: int | None
    broken: int
    rules: int
    stamp: str
