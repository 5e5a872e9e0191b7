"""What `ucj withdraw` and `ucj move` do: the catalogue in one transaction, then every receipt that it changes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from expectations.contracts import FEEDS
from settings import Settings
from tasks.check.deliver import ReceiptPlaces, correct_receipts, deliver_receipt
from tasks.check.outbox import write_arrival
from tasks.execution.places import archive_of, lake_of
from tasks.receive.archive import archive_path, delivered_file
from tasks.receive.file_name import DATA_ENDINGS
from warehouse.errors import OperatorError
from warehouse.records import WITHDRAWN, Arrival, Status, Submission, submission_label
from warehouse.stores.bound_folders import size_of
from warehouse.submissions.lookup import get
from warehouse.submissions.withdrawal import Withdrawn, move, why_not_moved, withdraw


class WrongNewDate(OperatorError):
    """The date to which a submission is to be moved cannot be its position date."""


class BytesGone(OperatorError):
    """The delivered bytes are no longer in the archive, so they cannot be judged for another date."""


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """What was done, and where the branch reads it."""

    done: Withdrawn
    receipt: str

    def record(self) -> dict[str, Any]:
        """The summary as JSON-ready data."""
        done = self.done
        return {
            "submission": done.after.label,
            "file_name": done.after.file_name,
            "was": done.before.status,
            "position_date": str(done.before.position_date),
            "in_force_now": done.standing.label if done.standing else None,
            "rows_purged": done.rows_purged,
            "moved_to": _moved_record(done.moved) if done.moved else None,
            "note": done.after.reason_detail,
            "receipt": self.receipt,
        }


def withdraw_delivery(submission_id: int, *, settings: Settings, engine: Engine, now: datetime, note: str) -> TakenBack:
    """Take a submission out of force and answer the branch. Raises `SubmissionUnknown`, `SubmissionNotHeld`."""
    done = withdraw(engine, submission_id, lake=lake_of(settings), at=now, note=note)
    return _told(done, settings=settings, engine=engine)


def move_delivery(
    submission_id: int,
    *,
    position_date: date,
    revision: int | None,
    settings: Settings,
    engine: Engine,
    today: date,
    now: datetime,
    note: str,
) -> TakenBack:
    """Withdraw a submission and enter its archived bytes for another date; the next run judges them for it.

    revision: of the new submission; None = that of the old one. Raises `SubmissionUnknown`, `SubmissionNotHeld`,
    `WrongNewDate`, `BytesGone`, `ArchivedFileDamaged`.
    """
    before = get(engine, submission_id)
    problem = why_not_moved(before)
    if problem is None:
        _require_other_day(before, position_date, today=today)
        _require_bytes(before, settings)
    arrival = _arrival(before, position_date, revision=revision, now=now)
    done = move(engine, submission_id, arrival=arrival, lake=lake_of(settings), at=now, note=note)
    return _told(done, settings=settings, engine=engine)


def _told(done: Withdrawn, *, settings: Settings, engine: Engine) -> TakenBack:
    """Every receipt that no longer tells how things stand is written again; the moved one gets its first."""
    places = ReceiptPlaces.of(settings)
    receipt = deliver_receipt(done.after.id, places=places, engine=engine).receipt
    correct_receipts(done.after, places=places, engine=engine)
    if done.moved is not None and done.moved.status is Status.RECEIVED:
        write_arrival(done.moved, outbox=places.outbox)
    elif done.moved is not None:
        deliver_receipt(done.moved.id, places=places, engine=engine)
    return TakenBack(done=done, receipt=str(receipt))


def _arrival(before: Submission, position_date: date, *, revision: int | None, now: datetime) -> Arrival:
    number = before.revision if revision is None else revision
    return Arrival(
        sha256=before.sha256,
        bytes=before.bytes,
        file_name=_name_for(before, position_date, revision=number),
        folder=before.folder,
        mtime_ns=before.mtime_ns,
        received_at=now,
        branch=before.branch,
        feed=before.feed,
        position_date=position_date,
        revision=number,
    )


def _name_for(before: Submission, position_date: date, *, revision: int) -> str:
    """What the file would have been called under the right date."""
    ending = max((one for one in DATA_ENDINGS if before.file_name.lower().endswith(one)), key=len, default="")
    prefix = FEEDS[before.feed].file_prefix if before.feed else ""
    return f"{prefix}_{before.branch}_{position_date:%Y%m%d}{f'_R{revision}' if revision else ''}{ending}"


def _require_other_day(before: Submission, position_date: date, *, today: date) -> None:
    if position_date > today:
        raise WrongNewDate(f"{position_date} lies after today ({today} in Jakarta): a position cannot.")
    if position_date == before.position_date:
        raise WrongNewDate(f"{before.label} is about {position_date} already: nothing was done.")


def _require_bytes(before: Submission, settings: Settings) -> None:
    archived = archive_path(archive_of(settings), before.sha256)
    if before.archive_erased_at is not None or size_of(archived) is None:
        raise BytesGone(
            f"The bytes of {before.label} are no longer in the archive: withdraw it (`ucj withdraw {before.label}`), "
            "and have the branch deliver the file under its right date."
        )
    with delivered_file(archived, sha256=before.sha256):
        pass  # it is what was delivered


def require_bytes_of_withdrawn(submission: Submission, settings: Settings) -> None:
    """Raise `BytesGone` when a withdrawal cannot be taken back, since the file would have to be judged once more."""
    archived = archive_path(archive_of(settings), submission.sha256)
    if submission.reason_code == WITHDRAWN and size_of(archived) is None:
        raise BytesGone(
            f"The bytes of {submission.label} are no longer in the archive: have the branch deliver it again."
        )


def _moved_record(moved: Submission) -> dict[str, Any]:
    return {
        "submission": moved.label,
        "file_name": moved.file_name,
        "position_date": str(moved.position_date),
        "revision": moved.revision,
        "status": moved.status,
        "duplicate_of": submission_label(moved.duplicate_of) if moved.duplicate_of else None,
    }
