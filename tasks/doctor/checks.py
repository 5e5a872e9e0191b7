"""All checks, in the order in which they are shown."""

from collections.abc import Iterator

from settings import Settings
from tasks.doctor.finding import Check, Finding
from tasks.doctor.home import check_home

CHECKS: tuple[Check, ...] = (check_home,)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding of every check."""
    for check in CHECKS:
        yield from check(settings)
