"""Tables of the catalogue: names follow Kimball, times are UTC, nothing here is personal.

The migrations build the same tables; a test compares. No type or clause belongs to one database only.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from expectations.contracts import FEEDS
from expectations.contracts.schema import Severity
from warehouse.models.base import KEY_ID, PLACES_ID, SHA256, Base, only_one
from warehouse.models.comments import describe
from warehouse.models.dimensions import DimBranch, DimCode, DimRegion, DimVersion
from warehouse.models.facts import declare_facts
from warehouse.models.identity import ErasureRow, LakeRewriteRow, PersonKeyRow
from warehouse.models.references import declare_references
from warehouse.models.release_history import ReleaseComparison, ReleaseDecisionRow
from warehouse.records import Cause, RunState, Status

__all__ = [
    "FACT_ROWS",
    "REFERENCE_TABLES",
    "Base",
    "DimBranch",
    "DimCode",
    "DimRegion",
    "DimVersion",
    "ErasureRow",
    "LakeObjectRow",
    "LakeRewriteRow",
    "PersonKeyRow",
    "ReleaseComparison",
    "ReleaseDecisionRow",
    "ReleaseObject",
    "ReleaseRevision",
    "ReleaseRow",
    "RunMeasurement",
    "RunRow",
    "SubmissionIssueRow",
    "SubmissionRow",
    "SubmissionVerdictRow",
]


class RunRow(Base):
    """One run of the daily flow."""

    __tablename__ = "run"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    state: Mapped[RunState]
    flow_run_id: Mapped[str | None] = mapped_column(String(36))


class RunMeasurement(Base):
    """What a run measured an as-of date with: the versions of the dimensions its figures rest on."""

    __tablename__ = "run_measurement"

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    region_version_id: Mapped[int | None] = mapped_column(ForeignKey("dim_version.id"))
    branch_version_id: Mapped[int | None] = mapped_column(ForeignKey("dim_version.id"))
    code_version_id: Mapped[int | None] = mapped_column(ForeignKey("dim_version.id"))


class SubmissionRow(Base):
    """One delivery of one file; `id` is its place in the order of arrival."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("(status = 'duplicate') = (duplicate_of IS NOT NULL)", name="duplicate_of"),
        CheckConstraint("(status = 'superseded') = (superseded_by IS NOT NULL)", name="superseded_by"),
        CheckConstraint("status <> 'refused' OR reason_code IS NOT NULL", name="reason"),
        CheckConstraint(
            "status NOT IN ('accepted', 'accepted_with_rejects', 'superseded')"
            " OR rows_read = rows_accepted + rows_rejected + rows_merged",
            name="rows_conserved",
        ),
        CheckConstraint("status <> 'accepted' OR rows_rejected = 0", name="no_rejects"),
        Index("ix_submission_sha256", "sha256"),
        Index("ix_submission_status", "status"),
        Index("ix_submission_feed_branch_position_date", "feed", "branch", "position_date"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(SHA256)
    bytes: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str]
    folder: Mapped[str]
    mtime_ns: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    branch: Mapped[str | None]
    feed: Mapped[str | None]
    position_date: Mapped[date | None]
    revision: Mapped[int]
    status: Mapped[Status]
    reason_code: Mapped[str | None]
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    rows_read: Mapped[int]
    rows_accepted: Mapped[int]
    rows_rejected: Mapped[int]
    rows_merged: Mapped[int]
    rows_warned: Mapped[int]
    contract_version: Mapped[str | None]
    rules_version: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    details: Mapped[dict[str, Any]]
    archive_erased_at: Mapped[datetime | None]  # its archived bytes held an erased person
    attempt_began_at: Mapped[datetime | None]  # an attempt to judge it is under way, or a process died over it


class SubmissionIssueRow(Base):
    """How many rows of a submission broke a rule."""

    __tablename__ = "submission_issue"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    severity: Mapped[Severity]
    columns: Mapped[list[str]]
    row_count: Mapped[int]


class LakeObjectRow(Base):
    """A Parquet object of the lake; at most one per feed, branch and position date is live."""

    __tablename__ = "lake_object"
    __table_args__ = (
        only_one(
            "uq_lake_object_live",
            "feed",
            "branch",
            "position_date",
            where_sqlite="live = 1",
            where_postgresql="live",
        ),
        Index("ix_lake_object_feed_branch_position_date", "feed", "branch", "position_date"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)  # its newest object counts
    feed: Mapped[str]
    branch: Mapped[str]
    position_date: Mapped[date]
    revision: Mapped[int]
    live: Mapped[bool]
    path: Mapped[str]  # relative to the lake; two submissions of the same content share it
    sha256: Mapped[str] = mapped_column(SHA256)
    rows: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
    loaded_at: Mapped[datetime]
    purged_at: Mapped[datetime | None]  # its file is gone; such an object is not live
    key_id: Mapped[str | None] = mapped_column(KEY_ID)  # of its ids; empty in feeds without ids
    content_sha256: Mapped[str | None] = mapped_column(SHA256)  # of the same rows under their first key, when rotated
    places_id: Mapped[str | None] = mapped_column(PLACES_ID)  # of the list of regions by which its rows were placed


class SubmissionVerdictRow(Base):
    """Every verdict ever given on a submission, in order; rows are added and never changed."""

    __tablename__ = "submission_verdict"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    given_at: Mapped[datetime]
    cause: Mapped[Cause]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    status: Mapped[Status]
    reason_code: Mapped[str | None]
    reason_detail: Mapped[str]
    rows_read: Mapped[int]
    rows_accepted: Mapped[int]
    rows_rejected: Mapped[int]
    rows_merged: Mapped[int]
    rows_warned: Mapped[int]
    contract_version: Mapped[str | None]
    rules_version: Mapped[str | None]
    issues: Mapped[list[dict[str, Any]]]
    lake_object_id: Mapped[int | None] = mapped_column(ForeignKey("lake_object.id"))


class ReleaseRow(Base):
    """A published release; at most one is current."""

    __tablename__ = "release"
    __table_args__ = (
        only_one("uq_release_current", "is_current", where_sqlite="is_current = 1", where_postgresql="is_current"),
        Index("ix_release_as_of_inputs_sha256", "as_of", "inputs_sha256"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    content_sha256: Mapped[str] = mapped_column(SHA256)
    inputs_sha256: Mapped[str] = mapped_column(SHA256)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    created_at: Mapped[datetime]
    is_current: Mapped[bool]
    facts_run_id: Mapped[int | None]  # the run whose figures in the catalogue are its own


class ReleaseObject(Base):
    """The lake objects a release was made of."""

    __tablename__ = "release_object"

    release_id: Mapped[str] = mapped_column(ForeignKey("release.id"), primary_key=True)
    lake_object_id: Mapped[int] = mapped_column(ForeignKey("lake_object.id"), primary_key=True)
    erased_content: Mapped[str | None] = mapped_column(SHA256)  # content it had, when people were erased from it since


class ReleaseRevision(Base):
    """A release that took the place of an earlier one of the same as-of date."""

    __tablename__ = "release_revision"

    release_id: Mapped[str] = mapped_column(ForeignKey("release.id"), primary_key=True)
    revised_release_id: Mapped[str] = mapped_column(ForeignKey("release.id"))


class PurgeRow(Base):
    """One purge: what it collected under which retention times. Without an end it was killed; the next one finishes."""

    __tablename__ = "purge"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    settings: Mapped[dict[str, Any]]
    object_count: Mapped[int]
    archive_count: Mapped[int]
    date_count: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)


class PurgeArchiveRow(Base):
    """Delivered bytes that were purged from the archive."""

    __tablename__ = "purge_archive"

    sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    purged_at: Mapped[datetime]


FACT_ROWS = declare_facts(Base.metadata)
REFERENCE_TABLES = declare_references(Base.metadata, FEEDS.values())
describe(Base.metadata, Base)
