"""The result of one check: one line for people and machines."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from settings import Settings
from warehouse.errors import UcjError


class Health(StrEnum):
    """How bad it is, best first."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The result of one check; `do` says what to do, empty when all is well. Nothing personal in it."""

    check: str
    health: Health
    says: str
    do: str = ""

    def record(self) -> dict[str, str]:
        """The finding as JSON-ready data."""
        return {name: str(value) for name, value in asdict(self).items()}


Check = Callable[[Settings], Iterator[Finding]]


def of_error(check: str, error: UcjError) -> Finding:
    """A failure from an error raised on purpose: its last sentence, where it has several, says what to do."""
    says, _, do = str(error).rstrip(".").rpartition(". ")
    return Finding(
        check=check,
        health=Health.FAIL,
        says=f"{says or do}.",
        do=f"{do}." if says else "Correct it, then ask `ucj doctor` again.",
    )
