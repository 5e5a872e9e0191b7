"""Judge one submission: read, check, hold; nothing is written, so that a replay can look before it changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from expectations.contracts import FEEDS
from expectations.contracts.rules_version import rules_version
from expectations.contracts.schema import Feed
from settings import Settings
from tasks.check.check import check_extract
from tasks.check.hold_rule import row_count_jump
from tasks.read.read import read_extract
from tasks.refusal import Refusal
from tasks.states import Checked, Received
from warehouse.dimensions.regions import Regions
from warehouse.records import ACCEPTED, Counts, Status, Verdict


@dataclass(frozen=True, kw_only=True)
class EvaluatedSubmission:
    """A verdict, and the rows it was given on; `checked` is None when the file could not be read."""

    verdict: Verdict
    checked: Checked | None

    @property
    def accepted(self) -> Checked | None:
        """What goes on to the warehouse; None when nothing does."""
        return self.checked if self.verdict.status in ACCEPTED else None


def evaluate_submission(
    received: Received,
    *,
    settings: Settings,
    regions: Regions,
    max_reject_share: float,
    history: Mapping[date, int] | None,
) -> EvaluatedSubmission:
    """Verdict on an archived file under today's contract.

    max_reject_share: the branch's own, or the setting. history: accepted rows of the branch's positions in force, by
    position date; None when the file is not to be held, whatever its number of rows.
    """
    feed = FEEDS[received.feed]
    extract = read_extract(
        received.archived,
        feed=feed,
        position_date=received.position_date,
        regions=regions,
        branch=received.branch,
        max_bytes=settings.max_file_bytes,
    )
    if isinstance(extract, Refusal):
        return EvaluatedSubmission(verdict=_verdict(feed, Status.REFUSED, reason=extract), checked=None)
    checked = check_extract(extract, feed=feed, max_reject_share=max_reject_share)
    status, reason = Status.REFUSED, checked.refusal
    if reason is None:
        reason = _hold_reason(checked, received, settings=settings, history=history)
        status = Status.HELD if reason else Status.ACCEPTED_WITH_REJECTS if checked.rejected.height else Status.ACCEPTED
    verdict = _verdict(feed, status, reason=reason, checked=checked, facts=extract.facts)
    return EvaluatedSubmission(verdict=verdict, checked=checked)


def _hold_reason(
    checked: Checked, received: Received, *, settings: Settings, history: Mapping[date, int] | None
) -> Refusal | None:
    if received.feed != "enrolment" or received.approved or history is None:
        return None
    return row_count_jump(
        checked.rows_accepted, position_date=received.position_date, history=history, settings=settings
    )


def _verdict(
    feed: Feed,
    status: Status,
    *,
    reason: Refusal | None,
    checked: Checked | None = None,
    facts: Mapping[str, object] | None = None,
) -> Verdict:
    return Verdict(
        status=status,
        counts=checked.counts if checked else Counts(),
        issues=checked.issues if checked else (),
        reason_code=reason.code if reason else None,
        contract_version=feed.version,
        rules_version=rules_version(feed.name),
        details={"file": dict(facts or {}), "reason_detail": reason.detail if reason else ""},
    )
