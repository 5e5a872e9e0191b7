"""Judge one submission: read, check, hold; nothing is written, so that a replay can look before it changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from expectations.contracts import FEEDS
from expectations.contracts.rules_version import rules_version
from expectations.contracts.schema import Feed
from settings import Settings
from tasks.check.check import check_extract
from tasks.check.hold_rule import row_count_jump
from tasks.ingest.position_gate.gate import joined, position_problems
from tasks.ingest.position_gate.history import History
from tasks.ingest.position_gate.profile import Profile, profile_of
from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.rules import CountRules
from tasks.read.read import read_extract
from tasks.refusal import Refusal
from tasks.states import Checked, Received
from warehouse.dimensions.regions import Regions
from warehouse.records import ACCEPTED, Counts, Status, Verdict
from warehouse.submissions.positions import PROFILE


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
    history: History | None,
) -> EvaluatedSubmission:
    """Verdict on an archived file under today's contract.

    max_reject_share: the branch's own, or the setting. history: the branch's positions in force, with which the whole
    file is compared; None when the file is not to be held, whatever it looks like.
    """
    feed = FEEDS[received.feed]
    extract = read_extract(
        received.archived,
        feed=feed,
        position_date=received.position_date,
        regions=regions,
        branch=received.branch,
        read=received.readings,
        max_bytes=settings.max_file_bytes,
    )
    if isinstance(extract, Refusal):
        return EvaluatedSubmission(verdict=_verdict(feed, Status.REFUSED, reason=extract), checked=None)
    checked = check_extract(extract, feed=feed, max_reject_share=max_reject_share)
    status, reason, profile = Status.REFUSED, checked.refusal, None
    if reason is None:
        profile = profile_of(
            checked, feed=feed, position_date=received.position_date, rules=_rules(FigureSettings.of(settings), regions)
        )
        recap = extract.facts.get("recap", {})
        reason = _hold_reason(profile, received, recap=recap, settings=settings, history=history)
        status = Status.HELD if reason else Status.ACCEPTED_WITH_REJECTS if checked.rejected.height else Status.ACCEPTED
    verdict = _verdict(feed, status, reason=reason, checked=checked, facts=extract.facts, profile=profile)
    return EvaluatedSubmission(verdict=verdict, checked=checked)


@lru_cache(maxsize=2)
def _rules(settings: FigureSettings, regions: Regions) -> CountRules:
    """The rules by which a registration counts as ended or lapsed, made once for many small files."""
    return rules_of(settings, regions=regions)


def _hold_reason(
    profile: Profile, received: Received, *, recap: Mapping[str, Any], settings: Settings, history: History | None
) -> Refusal | None:
    """Everything for which the whole file is held, as one reason."""
    if received.approved or history is None:
        return None
    sums = {header: (one["said"], one["found"]) for header, one in recap.items()}
    problems = position_problems(profile, earlier=history.earlier, sums=sums, limits=settings.hold)
    if received.feed == "enrolment":
        jump = row_count_jump(
            profile.accepted, position_date=received.position_date, history=history.rows, limits=settings.hold
        )
        problems = [*([jump] if jump else []), *problems]
    return joined(problems)


def _verdict(
    feed: Feed,
    status: Status,
    *,
    reason: Refusal | None,
    checked: Checked | None = None,
    facts: Mapping[str, object] | None = None,
    profile: Profile | None = None,
) -> Verdict:
    return Verdict(
        status=status,
        counts=checked.counts if checked else Counts(),
        issues=checked.issues if checked else (),
        reason_code=reason.code if reason else None,
        contract_version=feed.version,
        rules_version=rules_version(feed.name),
        details={
            "file": dict(facts or {}),
            "reason_detail": reason.detail if reason else "",
            **({PROFILE: profile.record()} if profile else {}),
        },
    )
