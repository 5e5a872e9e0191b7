"""Tell the history of one submission, from its arrival to the releases that were made with it."""

from typing import Any

from sqlalchemy import Engine

from settings import Settings
from tasks.check.receipt import receipt_folder, receipt_record
from tasks.execution.places import archive_of
from tasks.ingest.replayed import verdict_record
from tasks.receive.archive import archive_path
from warehouse.records import MOVED, MOVED_FROM, MOVED_TO, Cause, PastVerdict, Submission, submission_label
from warehouse.retention.purge import archive_purged_at
from warehouse.stores.bound_folders import size_of
from warehouse.submissions.lookup import get, issues_of, list_submissions
from warehouse.submissions.positions import objects_of_submission
from warehouse.submissions.relations import replaced_original
from warehouse.submissions.verdicts import verdicts_of

SHOWN_DIGITS = 12


def history_of(engine: Engine, submission_id: int, *, settings: Settings) -> dict[str, Any]:
    """Everything known about a submission, JSON-ready; no value of a row. Raises `SubmissionUnknown`."""
    submission = get(engine, submission_id)
    replaced = replaced_original(engine, submission)
    receipt = receipt_record(submission, issues=issues_of(engine, submission_id), replaced=replaced)
    past = verdicts_of(engine, submission_id)
    others = _others(engine, submission)
    archive_purged = archive_purged_at(engine, submission.sha256)
    place = settings.path("outbox", submission.folder, receipt_folder(submission))
    return {
        "submission": submission.label,
        "delivery": {
            "folder": submission.folder,
            "file_name": submission.file_name,
            "bytes": submission.bytes,
            "sha256": submission.sha256[:SHOWN_DIGITS],
            "received_at": submission.received_at.isoformat(),
            "branch": submission.branch,
            "feed": submission.feed,
            "position_date": submission.position_date.isoformat() if submission.position_date else None,
            "revision": submission.revision,
            "archived": size_of(archive_path(archive_of(settings), submission.sha256)) is not None,
            "archive_purged_at": archive_purged.isoformat() if archive_purged else None,
            "archive_erased": submission.archive_erased_at is not None,
        },
        "status": submission.status,
        "status_en": receipt["status_en"],
        "reason": receipt["reason"],
        "next_id": receipt["next_id"],
        "next_en": receipt["next_en"],
        "duplicate_of": submission_label(submission.duplicate_of) if submission.duplicate_of else None,
        "superseded_by": receipt["superseded_by"],
        "supersedes": [one.label for one in others if one.superseded_by == submission.id],
        "moved_from": _label(submission.details.get(MOVED_FROM)),
        "moved_to": _label(submission.details.get(MOVED_TO)) if submission.reason_code == MOVED else None,
        "same_bytes": [one.label for one in others if _same_content(one, submission)],
        "duplicates": [one.label for one in others if one.duplicate_of == submission.id],
        "same_position": [_neighbour(one) for one in others if _same_slot(one, submission)],
        "rows": receipt["rows"],
        "rules": receipt["rules"],
        "contract_version": submission.contract_version,
        "rules_version": submission.rules_version,
        "history": [_chapter(one) for one in past],
        "attempt_began_at": submission.attempt_began_at.isoformat() if submission.attempt_began_at else None,
        "failures": sum(one.cause is Cause.FAULT for one in past),
        "lake": [
            {
                "object": one.object_id,
                "path": one.file.path,
                "rows": one.file.rows,
                "live": one.live,
                "loaded_at": one.loaded_at.isoformat(),
                "purged_at": one.purged_at.isoformat() if one.purged_at else None,
                "releases": list(one.releases),
            }
            for one in objects_of_submission(engine, submission_id)
        ],
        "receipt": str(place) if place.is_dir() else None,
    }


def _others(engine: Engine, submission: Submission) -> list[Submission]:
    found = list_submissions(engine, branch=submission.branch, feed=submission.feed) if submission.branch else []
    return [one for one in found if one.id != submission.id]


def _label(number: int | None) -> str | None:
    return None if number is None else submission_label(number)


def _same_content(one: Submission, other: Submission) -> bool:
    """The same bytes for another position date."""
    return one.sha256 == other.sha256 and one.position_date != other.position_date


def _same_slot(one: Submission, other: Submission) -> bool:
    return one.position_date == other.position_date and one.duplicate_of != other.id


def _neighbour(one: Submission) -> dict[str, Any]:
    return {"submission": one.label, "file_name": one.file_name, "revision": one.revision, "status": one.status}


def _chapter(past: PastVerdict) -> dict[str, Any]:
    return {
        "at": past.given_at.isoformat(),
        "cause": past.cause,
        "run": past.run_id,
        "object": past.lake_object_id,
        **verdict_record(past.verdict),
    }
