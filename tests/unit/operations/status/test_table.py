"""The status table against loops over plain records."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.operations.status.table import DELIVERIES, EXPECTED, POSITIONS, STATUS_COLUMNS, status_table, summarise

AS_OF = date(2026, 3, 15)
MAX_AGE, LAST = 31, 4
BRANCHES, FEEDS = ("K01", "K02", "K03"), ("enrolment", "eligible")
DAYS = st.dates(date(2026, 1, 1), AS_OF)
keys = st.tuples(st.sampled_from(BRANCHES), st.sampled_from(FEEDS))
STATUSES = ("accepted", "accepted_with_rejects", "refused", "held", "failed", "duplicate", "received", "superseded")


@st.composite
def delivered(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        branch, feed = draw(keys)
        read = draw(st.integers(0, 50))
        rows.append(
            {
                "id": number,
                "branch": branch,
                "feed": feed,
                "position_date": draw(st.none() | DAYS),
                "received_at": datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=number),
                "status": draw(st.sampled_from(STATUSES)),
                "reason": draw(st.none() | st.just("X")),
                "rows_read": read,
                "rows_rejected": draw(st.integers(0, read)),
            }
        )
    return list(draw(st.permutations(rows)))


def naive_row(
    key: tuple[str, str],
    deliveries: Sequence[dict[str, Any]],
    positions: dict[tuple[str, str], tuple[date, int]],
    expected: dict[tuple[str, str], tuple[date | None, date | None, date | None]],
) -> dict[str, Any]:
    mine = sorted((d for d in deliveries if (d["branch"], d["feed"]) == key), key=lambda d: d["id"])
    day, rows = positions.get(key, (None, None))
    since, by, not_before = expected.get(key, (None, None, None))
    state = "not_expected"
    when = [one for one in (by or (day + timedelta(days=MAX_AGE) if day else None), not_before) if one]
    due = max(when) if when else None
    if key in expected:
        state = "missing" if day is None else "late" if since is not None and day < since else "ok"
        if due is not None and due >= AS_OF:
            state = "not_due" if day is None else "ok" if not_before else state
    if state in ("ok", "not_expected"):
        due = None
    judged = sorted((d for d in mine if d["rows_read"]), key=lambda d: (d["position_date"] or date.min, d["id"]))
    shares = [round(100 * d["rows_rejected"] / d["rows_read"], 2) for d in judged][-LAST:]
    earlier = shares[:-1]
    return {
        "branch": key[0],
        "feed": key[1],
        "name": "",
        "state": state,
        "position_date": day,
        "age_days": (AS_OF - day).days if day else None,
        "due_by": due,
        "days_late": (AS_OF - due).days if due and state != "not_due" else None,
        "rows": rows,
        "last_submission": mine[-1]["id"] if mine else None,
        "last_received_at": mine[-1]["received_at"] if mine else None,
        "last_status": mine[-1]["status"] if mine else None,
        "last_reason": mine[-1]["reason"] if mine else None,
        "reject_pct": shares[-1] if shares else None,
        "reject_change": shares[-1] - sum(earlier) / len(earlier) if earlier else None,
        "reject_pcts": shares or None,
        "reject_submission": judged[-1]["id"] if judged else None,
        "held": sum(d["status"] == "held" for d in mine),
        "failed": sum(d["status"] == "failed" for d in mine),
    }


@settings(max_examples=60)
@given(
    deliveries=delivered(),
    positions=st.dictionaries(keys, st.tuples(DAYS, st.integers(1, 9))),
    expected=st.dictionaries(
        keys, st.tuples(st.none() | DAYS, st.none() | DAYS, st.none() | st.dates(date(2026, 1, 1), date(2026, 5, 1)))
    ),
)
def test_the_table_agrees_with_plain_loops(
    deliveries: list[dict[str, Any]],
    positions: dict[tuple[str, str], tuple[date, int]],
    expected: dict[tuple[str, str], tuple[date | None, date | None, date | None]],
) -> None:
    table = status_table(
        pl.DataFrame(deliveries, schema=DELIVERIES, orient="row"),
        positions=pl.DataFrame([(*key, *row) for key, row in positions.items()], schema=POSITIONS, orient="row"),
        expected=pl.DataFrame([(k[0], "", k[1], *due) for k, due in expected.items()], schema=EXPECTED, orient="row"),
        as_of=AS_OF,
        max_age_days=MAX_AGE,
        last=LAST,
    )
    assert tuple(table.columns) == STATUS_COLUMNS
    known = sorted({(d["branch"], d["feed"]) for d in deliveries} | positions.keys() | expected.keys())
    naive = [naive_row(key, deliveries, positions, expected) for key in known]
    for row, wanted in zip(table.to_dicts(), naive, strict=True):
        change, wanted_change = row.pop("reject_change"), wanted.pop("reject_change")
        assert row == wanted
        assert (change is None) == (wanted_change is None)
        assert change is None or abs(change - wanted_change) < 0.011
    counts = summarise(table)
    for state in ("ok", "late", "missing", "not_due"):
        assert counts[state] == sum(row["state"] == state for row in naive)
    assert counts["expected"] == len(expected)
    assert counts["held"] == sum(d["status"] == "held" for d in deliveries)
