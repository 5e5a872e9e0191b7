"""Judge one submission: read, check, hold; nothing is written, so that a replay can look before it changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import polars as pl

from expectations.contracts import FEEDS
from expectations.contracts.rules_version import rules_version
from expectations.contracts.schema import Feed, FeedKind
from settings import Settings
from tasks.check.check import check_extract
from tasks.check.hold_rule import row_count_jump
from tasks.ingest.position_gate.content_dates import DATE_DIFFERS
from tasks.ingest.position_gate.gate import joined, position_problems
from tasks.ingest.position_gate.history import History
from tasks.ingest.position_gate.profile import NOT_BEGUN_RULE, Profile, profile_of
from tasks.ingest.position_gate.said_position import said_position
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
    if reason is None or _only_for_its_date(checked, max_reject_share):
        profile = profile_of(
            checked,
            read=extract.frame,
            feed=feed,
            position_date=received.position_date,
            rules=_rules(FigureSettings.of(settings), regions),
        )
        held = _hold_reason(profile, received, facts=extract.facts, settings=settings, history=history)
        if reason is None:
            taken = Status.ACCEPTED_WITH_REJECTS if checked.rejected.height else Status.ACCEPTED
            status, reason = (Status.HELD, held) if held else (taken, None)
        elif held is not None and held.code == DATE_DIFFERS:
            status, reason = Status.HELD, joined([held, reason])
            checked = replace(checked, refusal=None)  # its rows count as those of any held file
    verdict = _verdict(feed, status, reason=reason, checked=checked, facts=extract.facts, profile=profile)
    return EvaluatedSubmission(verdict=verdict, checked=checked)


@lru_cache(maxsize=2)
def _rules(settings: FigureSettings, regions: Regions) -> CountRules:
    """The rules by which a registration counts as ended or lapsed, made once for many small files."""
    return rules_of(settings, regions=regions)


def _only_for_its_date(checked: Checked, max_reject_share: float) -> bool:
    """Whether a file has too many rejected rows only since they begin after its position date: perhaps that is wrong.

    Then it is held with that question; refused when the date is said to be right.
    """
    others = checked.rejected.filter(pl.col("code") != NOT_BEGUN_RULE)["row_no"].n_unique()
    too_many = checked.refusal is not None and checked.refusal.code == "TOO_MANY_REJECTS"
    return too_many and others <= max_reject_share * checked.rows_read


def _hold_reason(
    profile: Profile, received: Received, *, facts: Mapping[str, Any], settings: Settings, history: History | None
) -> Refusal | None:
    """Everything for which the whole file is held, as one reason; facts: what was found out about the file."""
    if received.approved or history is None:
        return None
    sums = {header: (one["said"], one["found"]) for header, one in facts.get("recap", {}).items()}
    problems = position_problems(
        profile, position_date=received.position_date, earlier=history.earlier, sums=sums, limits=settings.hold
    )
    if limit := facts.get("row_limit"):
        problems = [Refusal(code="ROWS_AT_LIMIT", detail=f"baris/row {limit}"), *problems]
    if said := said_position(facts.get("positions", ()), position_date=received.position_date):
        problems = [said, *problems]
    if history.withdrawn is not None:
        problems = [Refusal(code="WITHDRAWN_BEFORE", detail=history.withdrawn), *problems]
    if FEEDS[received.feed].kind is FeedKind.SNAPSHOT:
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
