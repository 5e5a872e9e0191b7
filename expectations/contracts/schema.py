"""The types in which a feed contract is written: fields, rules and the feed itself.

A contract is the one place that says what a feed holds. The typed frame, the GX suite, the data dictionary and the
texts of receipts are derived from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from expectations.contracts.checks import Check
from expectations.contracts.lake import LakeTable


class Kind(StrEnum):
    """How the cells of a column are written, and so how they are read."""

    TEXT = "text"
    DIGITS = "digits"  # an identifier of digits: spaces, dots, apostrophes fall away, letter O becomes 0
    CODE = "code"  # a value of a code list
    NAME = "name"  # a name by any spelling, as an open code list has it; one that is not listed stays, in capitals
    DATE = "date"
    MONTH = "month"
    INTEGER = "integer"
    AMOUNT = "amount"  # decimal number; `Rp`, thousands dots and decimal comma are understood
    FLAG = "flag"  # Y or T
    REGION = "region"  # Kemendagri code, with or without dots


class Sensitivity(StrEnum):
    """How far a column may travel."""

    PERSONAL = "personal"  # never beyond the raw archive, except as a keyed id
    INTERNAL = "internal"  # warehouse only
    PUBLIC = "public"


class Severity(StrEnum):
    """What a broken rule does."""

    REFUSE_FILE = "refuse_file"
    HOLD_FILE = "hold_file"
    REJECT_ROW = "reject_row"
    WARN = "warn"


class Drift(StrEnum):
    """How the columns of a file may differ from the contract."""

    ALIAS = "alias"  # a header by one of its other names
    REORDERED = "reordered"
    EXTRA = "extra"  # a column that no field has: not read
    MISSING = "missing"  # an optional column
    REQUIRED_MISSING = "required_missing"
    TWICE = "twice"
    UNCERTAIN = "uncertain"  # a header near that of a missing column, which may or may not be meant


class Policy(StrEnum):
    """What a difference does: nothing, a warning about the file, a refusal. All are recorded in the receipt."""

    ALLOW = "allow"
    WARN = "warn"
    REFUSE = "refuse"


DRIFT_POLICY: Mapping[Drift, Policy] = MappingProxyType(
    {
        Drift.ALIAS: Policy.ALLOW,
        Drift.REORDERED: Policy.ALLOW,
        Drift.EXTRA: Policy.WARN,
        Drift.MISSING: Policy.ALLOW,
        Drift.REQUIRED_MISSING: Policy.REFUSE,
        Drift.TWICE: Policy.REFUSE,
        Drift.UNCERTAIN: Policy.REFUSE,
    }
)


class FeedKind(StrEnum):
    """How the files of a feed belong together."""

    SNAPSHOT = "snapshot"  # a file is the whole position of a branch: the newest one stands for the branch
    REFERENCE = "reference"  # official numbers: the rows of all files hold, each for its own region and date
    CLAIMS = "claims"  # events: the rows of all files hold, each event once


class Sender(StrEnum):
    """Who may deliver a feed where the branch list does not say."""

    BRANCH = "branch"
    ISSUER = "issuer"  # only who is named as its issuer, never a branch whose feeds are left empty


@dataclass(frozen=True, kw_only=True)
class RowSays:
    """What a text beside a feed says of its row; `expectations/contracts/row_words.py` says what patterns are for.

    void: the row does not hold and is rejected. ended: it holds no longer; the day of that has to stand in the field
    `ends`. codes: codes such as 1 and 0 say whether it holds. only_codes: what does not say yes says no. marks: any
    cell takes the row back, or ends it, but one that says no. parts: any cell makes the row one of several parts but
    one that says all. free: it says many other things, so that nobody is told of what is not understood.
    """

    void: str | None = None
    ended: str | None = None
    ends: str | None = None
    codes: bool = False
    only_codes: bool = False
    marks: bool = False
    parts: bool = False
    free: bool = False


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a feed.

    `name` is the column of the typed frame, `header` the one branches write; headers match without regard to case,
    spaces, dots and underscores. `required` is about the column: whether a cell may be empty is a rule.
    """

    name: str
    header: str
    kind: Kind
    text_id: str
    text_en: str
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # an unknown header with one of them is a question where this column is missing
    required: bool = False
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    code_list: str | None = None
    unit: str | None = None
    width: int | None = None  # digits of an identifier, to restore leading zeros that a spreadsheet dropped
    default: str | None = None  # what an empty cell means
    kept: bool = True  # False: recognised, but not even read (names)
    years: tuple[int, int] = (60, 10)  # of a date: whole years before and after the position date that are believed
    decides: bool = False  # a figure depends on every cell: a column that can be read in two ways refuses the file
    identifies: bool = False  # a text that names a case: one that went through a number cell is not believed
    names: str | None = None  # the field whose code of a region this column names: compared with it, then dropped
    is_province: bool = False  # of such a name: it is the province's, whatever the level of the code
    row: RowSays | None = None  # this text says whether its row holds: looked at, then dropped
    unit_of: tuple[str, ...] = ()  # fields whose unit this text names: their cells in another unit are not read
    unless_month_of: str | None = None  # of such a day: it says nothing where most of this field has the same month
    says_position: bool = False  # this day or month is the one of the whole position: compared with it, then dropped
    other_spellings: tuple[tuple[tuple[str, str], ...], ...] = ()  # spelling and code: where `code_list` lacks some
    tells_unit: bool = (
        False  # this text says in which unit the numbers beside it stand: compared with one, then dropped
    )
    bps_of: str | None = None  # the field whose region this column gives by its code at BPS, where it stands alone

    @property
    def unreadable(self) -> str:
        """Companion column of the typed frame: true where the cell holds something that could not be read."""
        return f"{self.name}__unreadable"

    @property
    def is_decisive(self) -> bool:
        """Whether a column that can be read in two ways refuses the file; else its doubtful cells are unreadable."""
        return self.required or self.decides

    @property
    def timed(self) -> str | None:
        """Companion column of a date: true where a time of day that means nothing was left out; None if it has none.

        A personal date decides no figure and has none.
        """
        dated = self.kind in (Kind.DATE, Kind.MONTH) and self.sensitivity is not Sensitivity.PERSONAL
        return f"{self.name}__timed" if dated else None

    @property
    def is_published_text(self) -> bool:
        """A free text that reaches published tables: it is cleaned, and `published_text_rules` hold."""
        return self.kind in (Kind.TEXT, Kind.NAME) and self.sensitivity is Sensitivity.PUBLIC


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule about a row, with its proof.

    `good` and `bad` are raw cells, laid over the feed's example row; the tests hold that the first pass and the second
    break exactly this rule.
    """

    code: str
    severity: Severity
    columns: tuple[str, ...]
    check: Check
    text_id: str
    text_en: str
    bad: Mapping[str, str]
    good: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FileRule:
    """One reason to refuse or hold a whole file."""

    code: str
    text_id: str
    text_en: str
    severity: Severity = Severity.REFUSE_FILE


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A kind of file that branches or issuers deliver: how it is read and checked, and what is stored of it."""

    name: str
    file_prefix: str
    kind: FeedKind
    sender: Sender
    title_id: str
    title_en: str
    version: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    beside: tuple[Field, ...] = ()  # columns that are no part of the feed, but say what its cells or rows mean
    key: tuple[str, ...]  # rows that agree on these columns are one; rows without the first are never merged
    example: Mapping[str, str]
    lake: LakeTable
    agrees: tuple[str, ...] = ()  # repeated rows that differ in one of these contradict each other: all are rejected
    latest: str | None = None  # of repeated rows the one with the latest value stays, then the last row
    require_one_of: tuple[tuple[str, ...], ...] = ()  # field names, of which one column must be there

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        return next(f for f in (*self.fields, *self.beside) if f.name == name)

    def rule(self, code: str) -> Rule:
        """The rule of that code; StopIteration never escapes: codes come from suites made of them."""
        return next(r for r in self.rules if r.code == code)
