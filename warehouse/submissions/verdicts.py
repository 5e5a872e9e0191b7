"""Every verdict ever given on a submission: what a receipt said then can be told for ever."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, insert, select

from expectations.contracts.schema import Severity
from warehouse.catalogue.transactions import reading
from warehouse.models.models import RunRow, SubmissionVerdictRow
from warehouse.records import Cause, Counts, Issue, PastVerdict, RunState, Verdict


def record_verdict(
    connection: Connection,
    submission_id: int,
    *,
    verdict: Verdict,
    cause: Cause,
    at: datetime,
    lake_object_id: int | None = None,
) -> None:
    """Add a verdict to the history, with the run that is under way."""
    under_way = select(func.max(RunRow.id)).where(RunRow.state == RunState.RUNNING).scalar_subquery()
    connection.execute(
        insert(SubmissionVerdictRow).values(
            submission_id=submission_id,
            given_at=at,
            cause=cause,
            run_id=under_way,
            status=verdict.status,
            reason_code=verdict.reason_code,
            reason_detail=str(verdict.details.get("reason_detail", "")),
            rows_read=verdict.counts.rows_read,
            rows_accepted=verdict.counts.rows_accepted,
            rows_rejected=verdict.counts.rows_rejected,
            rows_merged=verdict.counts.rows_merged,
            rows_warned=verdict.counts.rows_warned,
            contract_version=verdict.contract_version,
            rules_version=verdict.rules_version,
            issues=[_stored(issue) for issue in verdict.issues],
            lake_object_id=lake_object_id,
        )
    )


def verdicts_of(engine: Engine, submission_id: int) -> tuple[PastVerdict, ...]:
    """The verdicts on a submission, oldest first."""
    with reading(engine) as connection:
        return verdicts_in(connection, submission_id)


def verdicts_in(connection: Connection, submission_id: int) -> tuple[PastVerdict, ...]:
    """The verdicts on a submission within a transaction, oldest first."""
    table = SubmissionVerdictRow.__table__
    query = select(table).where(SubmissionVerdictRow.submission_id == submission_id).order_by(SubmissionVerdictRow.id)
    return tuple(_past(row) for row in connection.execute(query).mappings())


def _past(row: RowMapping) -> PastVerdict:
    return PastVerdict(
        id=row["id"],
        submission_id=row["submission_id"],
        given_at=row["given_at"],
        cause=row["cause"],
        run_id=row["run_id"],
        verdict=Verdict(
            status=row["status"],
            counts=Counts(
                rows_read=row["rows_read"],
                rows_accepted=row["rows_accepted"],
                rows_rejected=row["rows_rejected"],
                rows_merged=row["rows_merged"],
                rows_warned=row["rows_warned"],
            ),
            issues=tuple(_issue(one) for one in row["issues"]),
            reason_code=row["reason_code"],
            contract_version=row["contract_version"],
            rules_version=row["rules_version"],
            details={"reason_detail": row["reason_detail"]},
        ),
        lake_object_id=row["lake_object_id"],
    )


def _stored(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "columns": list(issue.columns),
        "row_count": issue.row_count,
    }


def _issue(stored: Mapping[str, Any]) -> Issue:
    return Issue(
        code=stored["code"],
        severity=Severity(stored["severity"]),
        columns=tuple(stored["columns"]),
        row_count=stored["row_count"],
    )
