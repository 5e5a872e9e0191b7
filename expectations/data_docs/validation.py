"""What a validation found, as it is kept and shown: codes, texts, counts and row numbers, no cell of the data."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self


class Outcome(StrEnum):
    """How a rule or a whole validation stands, from bad to good."""

    ERROR = "error"  # could not be evaluated
    FAILED = "failed"
    WARNING = "warning"  # only rules that warn are broken
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True)
class RuleFinding:
    """The result of one expectation, as Data Docs show it.

    rows, failing, missing: of row-level expectations. rows_shown: row numbers of the first failing rows.
    observed: what an aggregate or the table showed, as text. check: type and arguments of the expectation.
    """

    code: str
    text_id: str
    text_en: str
    columns: tuple[str, ...]
    outcome: Outcome
    critical: bool
    check: str
    rows: int | None = None
    failing: int | None = None
    missing: int | None = None
    rows_shown: tuple[int, ...] = ()
    observed: str = ""
    fault: str = ""

    @property
    def share(self) -> float | None:
        """Failing rows of all rows, 0 to 1; None for what is not about rows."""
        if self.failing is None or self.rows is None:
            return None
        return self.failing / self.rows if self.rows else 0.0


@dataclass(frozen=True, kw_only=True)
class Validation:
    """One suite against one frame; the texts say what a broken rule means here."""

    suite: str
    title: str
    text_id: str = ""
    text_en: str = ""
    rules: tuple[RuleFinding, ...]
    great_expectations: str

    @property
    def outcome(self) -> Outcome:
        """The worst outcome among the rules."""
        return worst(rule.outcome for rule in self.rules)

    @property
    def rows(self) -> int | None:
        """Rows of the frame, as far as a rule counted them."""
        return max((rule.rows for rule in self.rules if rule.rows is not None), default=None)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Build it from its JSON record."""
        return cls(**{**record, "rules": tuple(_rule(rule) for rule in record["rules"])})


@dataclass(frozen=True, kw_only=True)
class Documented:
    """What one page shows: the validations of one file or release.

    status: what became of it, in the words of its keeper. at: when it was validated, ISO 8601 with zone.
    facts: names and values at the head of the page.
    remarks: what else speaks against it, found outside of Great Expectations.
    """

    label: str
    title: str
    subject: str
    status: str
    at: str
    validations: tuple[Validation, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst outcome among the validations; a remark counts as a failure."""
        outcomes = [validation.outcome for validation in self.validations]
        return worst([*outcomes, Outcome.FAILED] if self.remarks else outcomes)

    def record(self) -> dict[str, Any]:
        """Data for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Build it from its JSON record."""
        validations = tuple(Validation.of(validation) for validation in record["validations"])
        return cls(**{**record, "validations": validations, "remarks": tuple(record["remarks"])})


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of some outcomes; nothing found is passed."""
    found = set(outcomes)
    return next((outcome for outcome in Outcome if outcome in found), Outcome.PASSED)


def _rule(record: Mapping[str, Any]) -> RuleFinding:
    made = {**record, "outcome": Outcome(record["outcome"])}
    return RuleFinding(**{**made, "columns": tuple(record["columns"]), "rows_shown": tuple(record["rows_shown"])})
