"""What the catalogue tells about submissions and objects: frozen records, never rows of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from expectations.contracts.schema import Severity


class Status(StrEnum):
    """State of a submission."""

    RECEIVED = "received"  # archived, not yet judged; taken up again by the next run after a crash
    DUPLICATE = "duplicate"  # the same bytes are known already
    REFUSED = "refused"
    HELD = "held"  # waits for approval
    ACCEPTED = "accepted"
    ACCEPTED_WITH_REJECTS = "accepted_with_rejects"
    SUPERSEDED = "superseded"  # was accepted; another submission of its slot is in force
    FAILED = "failed"  # a fault of the program or the machine; tried again by the next runs


class Cause(StrEnum):
    """What a verdict came from."""

    ARRIVAL = "arrival"  # on arrival: name, branch list, known bytes
    CHECK = "check"
    FAULT = "fault"  # the attempt to check it failed
    OPERATOR = "operator"  # approved (`received` again) or refused by hand
    REPROCESS = "reprocess"  # the archive replayed under the rules of that day


class RewriteCause(StrEnum):
    """Why an object of the lake was written anew."""

    ROTATION = "rotation"  # the same rows with ids under a new key
    ERASURE = "erasure"  # without the rows of a person who asked to be erased


class ReleaseDecision(StrEnum):
    """What an operator decided about a release; the last decision holds, without one the release is published."""

    DRAFTED = "drafted"  # made to be looked at: readers do not see it before it is promoted
    PROMOTED = "promoted"  # published after all
    ROLLED_BACK = "rolled_back"  # stays readable in its folder, and is not current until it is promoted
    WITHDRAWN = "withdrawn"  # taken back for good: only the reason is left in its folder


class RunState(StrEnum):
    """State of a run."""

    RUNNING = "running"
    COMPLETED = "completed"  # ended as designed, with or without a new release
    GATED = "gated"  # a gate held the release
    FAILED = "failed"
    INTERRUPTED = "interrupted"  # killed; found by the run after it


ACCEPTED = frozenset({Status.ACCEPTED, Status.ACCEPTED_WITH_REJECTS})
TAKEN = ACCEPTED | {Status.SUPERSEDED}  # has an object in the lake
KNOWN = TAKEN | {Status.RECEIVED, Status.HELD}  # the same bytes again are a duplicate
PENDING = frozenset({Status.RECEIVED, Status.FAILED})  # may still be judged
GIVEN_UP = "GIVEN_UP"  # reason code of what failed too often to be tried again unasked
PROCESSING_FAULT = "PROCESSING_FAULT"
REFUSED_BY_OPERATOR = "REFUSED_BY_OPERATOR"
WITHDRAWN = "WITHDRAWN_BY_OPERATOR"  # reason code of what was taken out of force by hand; `ucj approve` brings it back
MOVED = "MOVED_BY_OPERATOR"  # reason code of what stands under another position date now, as another submission
BY_OPERATOR = frozenset({REFUSED_BY_OPERATOR, WITHDRAWN, MOVED})
MOVED_FROM, MOVED_TO, SAME_BYTES = "moved_from", "moved_to", "same_bytes"  # details: numbers of other submissions


def submission_label(submission_id: int) -> str:
    """A submission's number as people see it, for example `S000012`."""
    return f"S{submission_id:06d}"


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A file that was taken from an inbox folder.

    branch, feed, position_date: as far as its name tells. refusal: code of the file rule by which it was
    refused on arrival, if it was. details: what else was found out, without any value of a row.
    """

    sha256: str
    bytes: int
    file_name: str
    folder: str
    mtime_ns: int
    received_at: datetime
    branch: str | None = None
    feed: str | None = None
    position_date: date | None = None
    revision: int = 0
    refusal: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Rows of one file: read = accepted + rejected + merged; warned ones are among the accepted."""

    rows_read: int = 0
    rows_accepted: int = 0
    rows_rejected: int = 0
    rows_merged: int = 0
    rows_warned: int = 0


@dataclass(frozen=True, kw_only=True)
class Issue:
    """How many rows of a file broke one rule; one issue per code and file."""

    code: str
    severity: Severity
    columns: tuple[str, ...] = ()
    row_count: int = 0


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The end of checking one file, for `submissions.settle` and `load.load_position`."""

    status: Status
    counts: Counts = field(default_factory=Counts)
    issues: tuple[Issue, ...] = ()
    reason_code: str | None = None
    contract_version: str | None = None
    rules_version: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PastVerdict:
    """A verdict as it was given; nothing changes it. `lake_object_id`: the object it brought into the lake."""

    id: int
    submission_id: int
    given_at: datetime
    cause: Cause
    run_id: int | None
    verdict: Verdict
    lake_object_id: int | None


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One delivery of one file; `id` grows with arrival."""

    id: int
    sha256: str
    bytes: int
    file_name: str
    folder: str
    mtime_ns: int
    received_at: datetime
    branch: str | None
    feed: str | None
    position_date: date | None
    revision: int
    status: Status
    reason_code: str | None
    duplicate_of: int | None
    superseded_by: int | None  # the submission in force in the same slot
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_merged: int
    rows_warned: int
    contract_version: str | None
    rules_version: str | None
    finished_at: datetime | None
    details: Mapping[str, Any]
    archive_erased_at: datetime | None = None  # its archived bytes held an erased person and are gone
    attempt_began_at: datetime | None = None  # an attempt to judge it is under way, or a process died over it

    @property
    def label(self) -> str:
        """The id as people see it, for example `S000012`."""
        return submission_label(self.id)

    @property
    def reason_detail(self) -> str:
        """What stands behind the reason code, without values."""
        return str(self.details.get("reason_detail", ""))

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> Self:
        """Build it from a row of the table `submission`."""
        return cls(**{str(name): value for name, value in row.items()})


@dataclass(frozen=True, kw_only=True)
class ObjectFile:
    """A Parquet file of the lake; `path` is relative to the lake, with slashes.

    key_id: the key under which its ids are made; None where it has none. content_sha256: the hash under which the same
    rows came first, where their ids have been put under another key since. places_id: the list of regions by which its
    rows were placed (`Regions.places_id`); the same rows may be placed alike by several.
    """

    path: str
    sha256: str
    rows: int
    bytes: int
    key_id: str | None = None
    content_sha256: str | None = None
    places_id: str | None = field(default=None, compare=False)

    @property
    def content(self) -> str:
        """What stands for the rows, whatever key their ids are under: equal contents give equal figures."""
        return self.content_sha256 or self.sha256

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> Self:
        """Build it from a row of the table `lake_object`."""
        return cls(**{one.name: row[one.name] for one in fields(cls)})
