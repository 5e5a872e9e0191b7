"""Hold a file that differs as a whole from what its branch delivered before, or that is extreme by itself."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from expectations.written import INDONESIAN
from settings import HoldSettings
from tasks.ingest.position_gate.measures import EarlierPosition, measures_frame, measures_of
from tasks.ingest.position_gate.profile import Profile
from tasks.refusal import Refusal
from warehouse.errors import UcjError

SHOWN = 5


class PositionGateError(UcjError):
    """The gate on a whole file could not be evaluated: a fault of the program, not of the file."""


def position_problems(
    profile: Profile,
    *,
    position_date: date,
    earlier: EarlierPosition | None,
    sums: Mapping[str, tuple[float, float]],
    limits: HoldSettings,
) -> list[Refusal]:
    """One reason for each measure beyond its limits, found by a Great Expectations suite; empty = the file goes on."""
    measures = measures_of(profile, position_date=position_date, earlier=earlier, sums=sums, limits=limits)
    if not measures:
        return []
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    from expectations.polars_engine.run import run_suite  # noqa: PLC0415 - Great Expectations takes 3 s to import
    from tasks.ingest.position_gate.suite import position_suite  # noqa: PLC0415

    frame = measures_frame(measures)
    outcome = run_suite(frame, suite=position_suite())
    if outcome.errors:
        raise PositionGateError(
            f"The whole file could not be judged: {', '.join(outcome.errors)}. This is a fault of the program: report "
            "it; the file stays in the archive."
        )
    if outcome.success:
        return []
    broken = outcome.failing.select("row_no").join(frame, on="row_no").sort("row_no")
    return [Refusal(code=row["code"], detail=_detail(row, earlier)) for row in broken.to_dicts()]


def joined(problems: Sequence[Refusal]) -> Refusal | None:
    """One reason with the first code, and in its detail what speaks for each."""
    if not problems:
        return None
    first, *others = problems
    also = [f"{one.code} {one.detail}" for one in others[: SHOWN - 1]]
    more = [f"+ {len(problems) - SHOWN}"] if len(problems) > SHOWN else []
    return Refusal(code=first.code, detail="; ".join([first.detail, *also, *more]))


def _detail(row: Mapping[str, Any], earlier: EarlierPosition | None) -> str:
    """`NIK_SEX 2,1% (2025-12-31) -> 48% > 27,1%`: what it is about, both numbers and the limit; no value of a row."""
    low, high, now = (_written(row[name], share=row["is_share"]) for name in ("low", "high", "now"))
    limit = f"> {high}" if row["now"] > row["high"] else f"< {low}"
    subject = f"{row['subject']} " if row["subject"] else ""
    if row["before"] is None:
        return f"{subject}{now} {limit}"
    before = _written(row["before"], share=row["is_share"])
    if row["code"] == "RECAP_DIFFERS":
        return f"{subject}JUMLAH/TOTAL {before} -> {now}"
    dated = f" ({earlier.position_date.isoformat()})" if earlier else ""
    return f"{subject}{before}{dated} -> {now} {limit}"


def _written(number: float, *, share: bool) -> str:
    if share:
        return f"{number * 100:.1f}%".replace(".", ",")
    return INDONESIAN.number(round(number)) if abs(number) != float("inf") else "-"
