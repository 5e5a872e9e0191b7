"""Exit codes of every command; docs/configuration.md says what they mean."""

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    GOOD = 0
    ROWS_REJECTED = 1
    FILE_REFUSED = 2
    USAGE = 3
    INTERNAL = 4
    GATE = 5
    STOPPED = 130
