"""Readings of columns as an operator gives them on the command line: `--read last_paid=month-first`."""

from collections.abc import Sequence

from warehouse.errors import OperatorError


def readings_given(read: Sequence[str], *, feed: str | None) -> dict[str, str]:
    """Readings by field name; a wrong one is told with those there are. Raises `OperatorError`."""
    if not read:
        return {}
    if feed is None:
        raise OperatorError("--read: the name of this file tells no feed, so that it has no columns.")
    from expectations.contracts import FEEDS  # noqa: PLC0415 - most calls give no reading
    from expectations.contracts.readings import ReadingUnknown, parse_readings  # noqa: PLC0415

    try:
        return parse_readings(list(read), feed=FEEDS[feed])
    except ReadingUnknown as error:
        raise OperatorError(str(error)) from None
