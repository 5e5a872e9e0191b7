"""Judge a file by the rules of the pipeline without delivering it: the submission it would become, and its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from settings import Settings
from tasks.check.reject_limit import max_reject_share_of
from tasks.ingest.evaluate import evaluate_submission
from tasks.ingest.position_gate.history import History
from tasks.receive.file_name import DeliveryName
from tasks.refusal import Refusal
from tasks.states import Checked, Received
from warehouse.dimensions.regions import load_regions
from warehouse.records import Status, Submission, Verdict


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A file that is judged and not delivered. path: where its bytes are; size: of them.

    file_name, folder: as the receipt shows them. name: what the name says; None where it says nothing, or may not be
    shown. sha256: empty where it is not known. readings: by field name, in place of how a column would be read.
    """

    path: Path
    file_name: str
    folder: str
    size: int
    name: DeliveryName | None
    at: datetime
    sha256: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)

    def received(self) -> Received:
        """The state in which its delivery would be read; ValueError where the name says nothing."""
        name = self.name
        if name is None:
            raise ValueError("The file has no delivery name: it is refused before it is read.")
        return Received(
            submission_id=0,
            file_name=self.file_name,
            folder=self.folder,
            branch=name.branch,
            feed=name.feed.name,
            position_date=name.position_date,
            revision=name.revision,
            sha256=self.sha256,
            bytes=self.size,
            archived=self.path,
            approved=False,
            readings=self.readings,
        )

    def submission(self, verdict: Verdict) -> Submission:
        """The submission that it would become by a verdict; its number is 0."""
        name, counts = self.name, verdict.counts
        return Submission(
            id=0,
            sha256=self.sha256,
            bytes=self.size,
            file_name=self.file_name,
            folder=self.folder,
            mtime_ns=0,
            received_at=self.at,
            branch=name.branch if name else None,
            feed=name.feed.name if name else None,
            position_date=name.position_date if name else None,
            revision=name.revision if name else 0,
            status=verdict.status,
            reason_code=verdict.reason_code,
            duplicate_of=None,
            superseded_by=None,
            rows_read=counts.rows_read,
            rows_accepted=counts.rows_accepted,
            rows_rejected=counts.rows_rejected,
            rows_merged=counts.rows_merged,
            rows_warned=counts.rows_warned,
            contract_version=verdict.contract_version,
            rules_version=verdict.rules_version,
            finished_at=None,
            details=verdict.details,
        )


def refused(refusal: Refusal) -> Verdict:
    """The verdict on a file that is refused for its name or size."""
    return Verdict(status=Status.REFUSED, reason_code=refusal.code, details={"reason_detail": refusal.detail})


def judge_file(candidate: Candidate, *, settings: Settings, history: History) -> tuple[Submission, Checked | None]:
    """The submission that the file would become, and its rows where they could be read; nothing is stored.

    history: the positions with which the whole file is compared; an empty one where they are not known.
    """
    received = candidate.received()
    judged = evaluate_submission(
        received,
        settings=settings,
        regions=load_regions(),
        max_reject_share=max_reject_share_of(
            received.branch, branch_list=settings.branches_path, usual=settings.max_reject_share
        ),
        history=history,
    )
    return candidate.submission(judged.verdict), judged.checked
