"""The receipt as data: what `receipt.json` holds, and what page, workbook and terminal show."""

from collections.abc import Mapping
from typing import TypedDict

from tasks.check.receipt.file_facts import FactLine
from tasks.check.receipt.issue_tracking import Change


class RowCounts(TypedDict):
    """Rows by what became of them: read = accepted + rejected + merged (nothing is accepted of a refused file)."""

    read: int
    accepted: int
    rejected: int
    merged: int
    warned: int


class ReasonRecord(TypedDict):
    """Why a file was refused or held."""

    code: str
    text_id: str
    text_en: str
    detail: str


class RuleRecord(TypedDict):
    """One broken rule. `change` and `rows_before` are null where there is nothing to compare with."""

    code: str
    severity: str
    columns: list[str]
    rows: int
    text_id: str
    text_en: str
    hash: str
    change: Change | None
    rows_before: int | None
    first_rows: list[int]


class FixedRecord(TypedDict):
    """A problem of the delivery before that is gone; `rows_before` is null for a reason that concerned the file."""

    code: str
    columns: list[str]
    text_id: str
    text_en: str
    hash: str
    rows_before: int | None


class ComparedWith(TypedDict):
    """The delivery before; `rows` says whether the rows of both were read, so that row issues compare."""

    submission: str
    file_name: str
    position_date: str | None
    rows: bool


class Receipt(TypedDict):
    """Everything a receipt says; `submission` and `received_at` are null for a dry run."""

    submission: str | None
    file_name: str
    branch: str | None
    folder: str
    feed: str | None
    position_date: str | None
    revision: int
    received_at: str | None
    status: str
    status_id: str
    status_en: str
    next_id: str
    next_en: str
    duplicate_of: str | None
    superseded_by: str | None
    reason: ReasonRecord | None
    rows: RowCounts
    rules: list[RuleRecord]
    compared_with: ComparedWith | None
    fixed: list[FixedRecord]
    file_facts: Mapping[str, object]
    file_facts_texts: list[FactLine]
    contract_version: str | None
    rules_version: str | None
