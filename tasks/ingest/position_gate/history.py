"""What a file is held against: the positions of its branch that are in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Engine

from tasks.ingest.position_gate.measures import EarlierPosition
from tasks.ingest.position_gate.profile import Profile
from tasks.states import Received
from warehouse.submissions.positions import accepted_rows_history, profile_before
from warehouse.submissions.withdrawal import withdrawn_before


@dataclass(frozen=True, kw_only=True)
class History:
    """rows: accepted rows of the branch's positions, by position date. earlier: the one before; None if there is none.

    withdrawn: the submission by which an operator withdrew the same bytes for the same date, if one did.

    An empty history is that of a first delivery.
    """

    rows: Mapping[date, int] = field(default_factory=dict)
    earlier: EarlierPosition | None = None
    withdrawn: str | None = None


def history_of(received: Received, *, engine: Engine) -> History:
    """The history of a submission's branch and feed, as it is in force now."""
    found = profile_before(engine, received.branch, feed=received.feed, position_date=received.position_date)
    earlier = EarlierPosition(position_date=found[0], profile=Profile.of(found[1])) if found else None
    return History(
        rows=accepted_rows_history(engine, received.branch, feed=received.feed),
        earlier=earlier,
        withdrawn=withdrawn_before(
            engine,
            sha256=received.sha256,
            branch=received.branch,
            feed=received.feed,
            position_date=received.position_date,
            besides=received.submission_id,
        ),
    )
