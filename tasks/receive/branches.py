"""The branch list: who may deliver what (`branches.csv`: code, name, regional_office, feeds, regions)."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from expectations.contracts import FEEDS, MEASURED, feeds_from
from expectations.contracts.schema import Sender
from expectations.published_text import unpublishable
from tasks.receive.file_name import DeliveryName
from tasks.receive.schedule import Schedule, ScheduleError, parse_schedules
from tasks.refusal import Refusal
from warehouse.dimensions.sync import BranchEntry
from warehouse.errors import OperatorError

COLUMNS = ("code", "name", "regional_office", "feeds", "regions", "max_reject_share", "schedule")
REQUIRED = ("code", "name")
CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]*", re.IGNORECASE | re.ASCII)


class BranchListError(OperatorError):
    """The branch list cannot be used; the message says which line to correct."""


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One line of the list; `regions` is the service area, for grouping only: it never refuses a row.

    max_reject_share: in place of the setting of that name. schedule: when which feed is due.
    """

    code: str
    name: str
    regional_office: str
    feeds: frozenset[str]
    regions: tuple[str, ...]
    max_reject_share: float | None = None
    schedule: Mapping[str, Schedule] = field(default_factory=dict)

    def entry(self) -> BranchEntry:
        """The branch as the catalogue keeps it."""
        return BranchEntry(
            code=self.code,
            name=self.name,
            regional_office=self.regional_office,
            feeds=tuple(sorted(self.feeds)),
            regions=self.regions,
        )


def load_branches(path: Path) -> Mapping[str, Branch] | None:
    """Branches by code; None when there is no list, which lets every folder deliver every feed."""
    if not path.exists():
        return None
    try:
        return _listed(path, path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BranchListError(f"The branch list {path} cannot be read as UTF-8 text: save it again as CSV.") from error


@lru_cache(maxsize=4)
def _listed(path: Path, text: str) -> Mapping[str, Branch]:
    """The branches of a list that holds this text; kept, since each file of a day asks for its branch."""
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(lines, delimiter=delimiter)
    missing = [column for column in REQUIRED if column not in (rows.fieldnames or ())]
    if missing:
        raise BranchListError(f"The branch list {path} lacks the columns {missing}; expected: {','.join(COLUMNS)}.")
    try:
        numbered = [(rows.line_num, _cells(row)) for row in rows]
    except csv.Error as error:
        raise BranchListError(f"{path}, line {rows.line_num}: {error}.") from error
    too_long = unpublishable([cell["code"] for _, cell in numbered])
    branches: dict[str, Branch] = {}
    for line, cell in numbered:
        where = f"{path}, line {line}"
        branch = _branch(cell, where)
        if cell["code"] in too_long:
            raise BranchListError(f"{where}: the code is published, and is as long as a number of a person.")
        if branch.code in branches:
            raise BranchListError(f"{where}: branch {branch.code} is there twice.")
        branches[branch.code] = branch
    return MappingProxyType(branches)


def check_sender(name: DeliveryName | None, *, folder: str, branches: Mapping[str, Branch] | None) -> Refusal | None:
    """Whether a folder may deliver a file of that name."""
    if name is None:
        return Refusal(code="NAME_INVALID")
    if name.branch != folder.upper():
        return Refusal(code="BRANCH_MISMATCH", detail=f"nama/name: {name.branch}, folder: {folder}")
    if branches is None:
        return None
    branch = branches.get(name.branch)
    if branch is None:
        return Refusal(code="BRANCH_NOT_LISTED", detail=name.branch)
    if name.feed.name not in branch.feeds:
        return Refusal(code="FEED_NOT_ALLOWED", detail=name.feed.file_prefix)
    return None


def _cells(row: Mapping[str, str | None]) -> dict[str, str]:
    return {column: (row.get(column) or "").strip() for column in COLUMNS}


def _branch(cell: Mapping[str, str], where: str) -> Branch:
    feeds = frozenset(_words(cell["feeds"].lower())) or feeds_from(Sender.BRANCH)
    known = {feed.file_prefix.lower(): name for name, feed in FEEDS.items()} | {name: name for name in FEEDS}
    if not cell["code"]:
        raise BranchListError(f"{where}: the code is empty.")
    if not CODE.fullmatch(cell["code"]):
        raise BranchListError(f"{where}: the code {cell['code']!r} may hold only letters, digits, '-' and '_'.")
    if unknown := sorted(feeds - known.keys()):
        raise BranchListError(f"{where}: unknown feeds {unknown}; known are {sorted(FEEDS)}.")
    return Branch(
        code=cell["code"].upper(),
        name=cell["name"],
        regional_office=cell["regional_office"],
        feeds=frozenset(known[feed] for feed in feeds),
        regions=_words(cell["regions"]),
        max_reject_share=_share(cell["max_reject_share"], where),
        schedule=_schedule(cell["schedule"], where, feeds=known),
    )


def _share(text: str, where: str) -> float | None:
    """`0.05`, `0,05` or `5 %`; None when nothing is given."""
    if not text:
        return None
    number = text.replace(",", ".").removesuffix("%").strip()
    try:
        share = float(number) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise BranchListError(f"{where}: max_reject_share {text!r} is no share: write 0.05 or 5%.")
    return share


def _schedule(text: str, where: str, *, feeds: Mapping[str, str]) -> Mapping[str, Schedule]:
    try:
        return parse_schedules(text, feeds=feeds, default_feed=MEASURED)
    except ScheduleError as error:
        raise BranchListError(f"{where}: {error}.") from error


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[;,|\s]+", text) if word)
