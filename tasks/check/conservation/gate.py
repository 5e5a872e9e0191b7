"""The conservation gate: of every file, rows in = accepted + rejected + merged repeats."""

import os
from collections.abc import Sequence

from tasks.check.conservation.counts import COUNTS, counts_frame
from warehouse.errors import UcjError
from warehouse.records import Submission


class RowsNotConserved(UcjError):
    """The counts of a submission do not add up: rows were lost or counted twice; a fault of the program."""


def conservation_problems(submissions: Sequence[Submission]) -> tuple[str, ...]:
    """Which submissions do not account for every row that was read, by a Great Expectations suite; empty = all do.

    Of a refused file nothing is accepted; what was not rejected or merged in it is then not used either.
    Imports Great Expectations (3 s) unless there is nothing to judge.
    """
    if not submissions:
        return ()
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    from expectations.polars_engine.run import run_suite  # noqa: PLC0415 - Great Expectations takes 3 s to import
    from tasks.check.conservation.suite import conservation_suite  # noqa: PLC0415

    frame = counts_frame(submissions)
    outcome = run_suite(frame, suite=conservation_suite())
    if outcome.errors:
        return tuple(f"{code} could not be judged" for code in outcome.errors)
    broken = outcome.failing.join(frame, on="row_no").sort("row_no")
    codes = [name for name in outcome.failing.columns if name != "row_no"]
    return tuple(_problem(row, codes=codes) for row in broken.to_dicts())


def require_conservation(submissions: Sequence[Submission]) -> None:
    """Go on only if no submission lost or doubled a row; RowsNotConserved names those that did."""
    problems = conservation_problems(submissions)
    if problems:
        raise RowsNotConserved(
            f"Rows read are not accepted + rejected + merged: {'; '.join(problems)}. This is a fault of the program: "
            "report it with these counts; nothing was published, the files stay in the archive."
        )


def _problem(row: dict[str, object], *, codes: Sequence[str]) -> str:
    counts = ", ".join(f"{name.removeprefix('rows_')} {row[name]}" for name in COUNTS)
    return f"{row['label']}: {', '.join(code for code in codes if row[code])} ({counts})"
