"""What a release tells of itself beside its tables, as data: notes, figures that moved, and releases before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from tasks.publish.notes.notes import NotesContent


@dataclass(frozen=True, kw_only=True)
class EarlierRelease:
    """A release that readers could have before this one was made.

    standing: published, rolled_back or withdrawn. reason: why it was taken back. revises: the release whose place it
    took.
    """

    id: str
    as_of: date
    standing: str
    reason: str = ""
    revises: str | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """files: notes and `changes.csv` by name. moves: the rows of `changes.csv`. earlier: the newest release first."""

    files: Mapping[str, bytes]
    notes: NotesContent
    moves: pl.DataFrame
    earlier: Sequence[EarlierRelease] = ()
