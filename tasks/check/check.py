"""The verdict on one extract."""

import os
from dataclasses import dataclass, replace

import polars as pl

from expectations.contracts.schema import Feed, Kind, Severity
from expectations.data_docs.validation import Validation
from tasks.check.deduplicate import contradicting, merge_repeats
from tasks.refusal import Refusal
from tasks.states import Checked, Extract
from warehouse.errors import UcjError
from warehouse.records import Issue

MERGED_REPEAT, CONTRADICTING_REPEAT = "REPEAT_MERGED", "REPEAT_CONFLICT"
ROWS_NAMED = 5
MOST_DAMAGED = 0.9  # of the identifiers of a file: more refuse it whatever share of rejected rows is allowed


class CheckError(UcjError):
    """A rule could not be evaluated: a fault of the program, not of the file."""


@dataclass(frozen=True, kw_only=True, eq=False)
class EvaluatedRules:
    """failing: rows that break a rule, `row_no` and one Boolean per rule. validation: the same as Data Docs show it."""

    failing: pl.DataFrame
    validation: Validation


def check_extract(extract: Extract, *, feed: Feed, max_reject_share: float) -> Checked:
    """Evaluate every rule on every row, then decide; more rejects than `max_reject_share` refuse the file."""
    evaluated = evaluate_rules(extract.frame, feed=feed)
    failing = evaluated.failing
    rejected = _long(failing, feed, Severity.REJECT_ROW)
    good = extract.frame.filter(~pl.col("row_no").is_in(rejected["row_no"].unique().implode()))
    conflicts = contradicting(good, feed=feed)
    rejected = pl.concat([rejected, _coded(conflicts, CONTRADICTING_REPEAT)]).sort("row_no", "code")
    merged = merge_repeats(good.filter(~pl.col("row_no").is_in(conflicts.implode())), feed=feed)
    repeats = _coded(merged.repeats, MERGED_REPEAT)
    checked = Checked(
        accepted=merged.kept,
        rejected=rejected,
        warned=pl.concat([_long(failing, feed, Severity.WARN), repeats]).sort("row_no", "code"),
        rows_read=extract.frame.height,
        rows_merged=merged.repeats.len(),
        issues=_count(failing, feed, repeats=merged.repeats.len(), conflicts=conflicts.len()),
        refusal=_damage(extract.frame, feed=feed, max_reject_share=max_reject_share),
        validation=evaluated.validation,
    )
    if checked.refusal is None and checked.rows_rejected > max_reject_share * checked.rows_read:
        return _refused(checked, max_reject_share)
    return checked


def evaluate_rules(frame: pl.DataFrame, *, feed: Feed) -> EvaluatedRules:
    """Evaluate every rule on every row with one Great Expectations checkpoint."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    from expectations.contracts.suite import prepared_suite_of  # noqa: PLC0415 - imports Great Expectations (3 s)
    from expectations.data_docs.from_result import validation_of  # noqa: PLC0415

    outcome = prepared_suite_of(feed.name).run(frame, private=frozenset(frame.columns) - {"row_no"})
    if outcome.errors:
        raise CheckError(
            f"Rules of feed {feed.name} could not be evaluated: {', '.join(outcome.errors)}. "
            "This is a fault of the program: report it with the rule codes; the file stays in the archive."
        )
    validation = validation_of(
        outcome.result,
        title=feed.title_id,
        text_id="Aturan kritis menolak barisnya; aturan lain hanya memperingatkan.",
        text_en="A critical rule rejects the row; the others only warn.",
        columns={rule.code: _headers(rule.columns, feed) for rule in feed.rules},
    )
    return EvaluatedRules(failing=outcome.failing, validation=validation)


def _long(failing: pl.DataFrame, feed: Feed, severity: Severity) -> pl.DataFrame:
    """One line per row and broken rule of a severity."""
    codes = [rule.code for rule in feed.rules if rule.severity is severity]
    if not codes:
        return pl.DataFrame(schema={"row_no": pl.Int32, "code": pl.String})
    lines = failing.select("row_no", *codes).unpivot(index="row_no", variable_name="code", value_name="broken")
    return lines.filter("broken").select(pl.col("row_no").cast(pl.Int32), "code").sort("row_no", "code")


def _coded(row_no: pl.Series, code: str) -> pl.DataFrame:
    return pl.DataFrame({"row_no": row_no.cast(pl.Int32)}).with_columns(code=pl.lit(code))


def _count(failing: pl.DataFrame, feed: Feed, *, repeats: int, conflicts: int) -> tuple[Issue, ...]:
    counts = [
        Issue(code=rule.code, severity=rule.severity, columns=_headers(rule.columns, feed), row_count=rows)
        for rule in feed.rules
        if (rows := int(failing[rule.code].sum()))
    ]
    if conflicts:
        columns = _headers(feed.agrees, feed)
        counts.append(
            Issue(code=CONTRADICTING_REPEAT, severity=Severity.REJECT_ROW, columns=columns, row_count=conflicts)
        )
    if repeats:
        counts.append(Issue(code=MERGED_REPEAT, severity=Severity.WARN, row_count=repeats))
    return tuple(counts)


def _headers(columns: tuple[str, ...], feed: Feed) -> tuple[str, ...]:
    return tuple(feed.field(column).header for column in columns)


def _damage(frame: pl.DataFrame, *, feed: Feed, max_reject_share: float) -> Refusal | None:
    """The refusal of a file with many identifiers that went through a number: it says how to export again."""
    for field in feed.fields:
        if not (field.identifies or (field.kind is Kind.DIGITS and field.required)):
            continue
        damaged = frame.filter(pl.col(field.unreadable))["row_no"]
        if damaged.len() > min(max_reject_share, MOST_DAMAGED) * frame.height:
            rows = ", ".join(map(str, damaged.head(ROWS_NAMED))) + (", ..." if damaged.len() > ROWS_NAMED else "")
            detail = f"{field.header}; {damaged.len()} / {frame.height} baris/rows: {rows}"
            return Refusal(code="NIK_EXCEL_DAMAGE" if field.name == "nik" else "IDENTIFIER_AS_NUMBER", detail=detail)
    return None


def _refused(checked: Checked, max_reject_share: float) -> Checked:
    detail = f"{checked.rows_rejected} / {checked.rows_read} baris/rows > {max_reject_share * 100:g}%"
    return replace(checked, refusal=Refusal(code="TOO_MANY_REJECTS", detail=detail))
