"""How the columns of a file differ from the contract, and what the drift policy says about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from expectations.contracts.schema import DRIFT_POLICY, Drift, Feed, Policy
from tasks.presentation.allowed_words import is_known_text
from tasks.read.headers.header import MOST_COMPARED, HeaderMatch
from tasks.read.headers.header_names import asked_fields, plain_header
from tasks.refusal import Refusal

LISTED = 100  # more columns are only counted
REFUSAL_CODES = {
    Drift.REQUIRED_MISSING: "COLUMN_MISSING",
    Drift.TWICE: "COLUMN_TWICE",
    Drift.UNCERTAIN: "COLUMN_UNCERTAIN",
}


@dataclass(frozen=True, kw_only=True)
class ColumnDrift:
    """One kind of difference, and the columns that differ: headers of the contract, or places of unknown ones."""

    kind: Drift
    columns: tuple[str, ...]

    @property
    def policy(self) -> Policy:
        """What the contract says about this kind."""
        return DRIFT_POLICY[self.kind]


def column_drift(match: HeaderMatch, *, feed: Feed) -> tuple[ColumnDrift, ...]:
    """Every kind of difference there is between a header row and the contract."""
    present = [field for field in feed.fields if field.name in match.positions]
    absent = [field for field in feed.fields if field.name not in match.positions]
    written = sorted(present, key=lambda field: match.positions[field.name])
    aliases = [
        f.header for f in present if plain_header(match.cells[match.positions[f.name]]) != plain_header(f.header)
    ]
    required = [field.header for field in absent if field.required]
    required += [
        " atau/or ".join(feed.field(name).header for name in choice)
        for choice in feed.require_one_of
        if not any(name in match.positions for name in choice)
    ]
    chosen = {name for choice in feed.require_one_of for name in choice}
    optional = [f.header for f in absent if f.kept and not f.required and f.name not in chosen]
    heard = [f for f in feed.beside if f.says_position or (f.row is not None and f.row.marks and f.row.ends)]
    known = [match.positions[f.name] for f in heard if f.name in match.positions]
    asked = {
        place: fields
        for place in [*known, *match.unknown[:MOST_COMPARED]]
        if (fields := asked_fields(match.cells[place], feed, present=match.positions, is_known=place in known))
    }
    extra = sorted({*match.unknown, *match.aside} - asked.keys())
    found = {
        Drift.TWICE: [place_of(place, match.cells[place]) for place in match.twice],
        Drift.REQUIRED_MISSING: required,
        Drift.UNCERTAIN: [
            f"{place_of(place, match.cells[place])} = {' / '.join(feed.field(name).header for name in fields)}?"
            for place, fields in asked.items()
        ],
        Drift.EXTRA: [place_of(place, match.cells[place]) for place in extra],
        Drift.ALIAS: aliases,
        Drift.REORDERED: [field.header for field in written] if written != present else [],
        Drift.MISSING: optional,
    }
    return tuple(ColumnDrift(kind=kind, columns=tuple(columns)) for kind, columns in found.items() if columns)


def drift_of_blocks(matches: Sequence[HeaderMatch], *, feed: Feed) -> tuple[ColumnDrift, ...]:
    """The differences of all headers of a table; a column that only some name is not missing."""
    found: dict[Drift, dict[str, None]] = {}
    for match in matches:
        for one in column_drift(match, feed=feed):
            found.setdefault(one.kind, {}).update(dict.fromkeys(one.columns))
    named = {feed.field(name).header for match in matches for name in match.positions}
    if Drift.MISSING in found:
        found[Drift.MISSING] = {header: None for header in found[Drift.MISSING] if header not in named}
    return tuple(ColumnDrift(kind=kind, columns=tuple(columns)) for kind, columns in found.items() if columns)


def refused_drift(drift: Sequence[ColumnDrift]) -> Refusal | None:
    """The refusal when the policy does not allow a difference."""
    for one in drift:
        if one.policy is Policy.REFUSE:
            return Refusal(code=REFUSAL_CODES.get(one.kind, "COLUMNS_DIFFER"), detail=", ".join(one.columns[:LISTED]))
    return None


def drift_facts(drift: Sequence[ColumnDrift]) -> list[dict[str, Any]]:
    """The differences as facts for the receipt: kind, policy, columns (the first 100) and how many they are."""
    return [
        {
            "kind": one.kind.value,
            "policy": one.policy.value,
            "columns": list(one.columns[:LISTED]),
            "count": len(one.columns),
        }
        for one in drift
    ]


def place_of(place: int, text: str) -> str:
    """A column as a spreadsheet names it, with its header only if it is made of known words: it may name a person."""
    letters = ""
    number = place + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    header = text.strip()
    return f"{letters} {header}" if any(map(str.isalpha, header)) and is_known_text(header) else letters
