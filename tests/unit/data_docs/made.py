"""Validations to document, made by hand and by real checkpoints."""

from dataclasses import replace

from expectations.data_docs.validation import Documented, Outcome, RuleFinding, Validation

HELD = RuleFinding(
    code="AGE",
    text_id="Umur tidak wajar",
    text_en="The age is implausible",
    columns=("UMUR",),
    outcome=Outcome.PASSED,
    critical=True,
    check='expect_column_values_to_be_between(column="age", min_value=0)',
    rows=12345,
    failing=0,
    missing=0,
)
BROKEN = replace(HELD, outcome=Outcome.FAILED, failing=1234, rows_shown=(2, 3, 5))
WARNED = replace(HELD, code="SEX", outcome=Outcome.WARNING, critical=False, failing=1, rows_shown=(7,))
VALIDATION = Validation(suite="people", title="Orang", rules=(HELD,), great_expectations="1.24.1")


def made(
    label: str = "S000012",
    *,
    rules: tuple[RuleFinding, ...] = (HELD,),
    at: str = "2026-11-22T10:00:00+00:00",
    remarks: tuple[str, ...] = (),
) -> Documented:
    """A validation of one suite with these rules."""
    return Documented(
        label=label,
        title="PESERTA_K01_20260131.csv",
        subject="enrolment",
        status="accepted_with_rejects",
        at=at,
        validations=(replace(VALIDATION, rules=rules),),
        facts={"Cabang / Branch": "K01"},
        remarks=remarks,
    )
