"""What was known of people before: who counted on the comparison dates, and since when anyone has been counted."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import polars as pl

from tasks.measure.history import first_counted
from tasks.measure.parts import in_parts
from tasks.measure.positions import Read
from tasks.measure.registrations import keep_newest, read_states
from tasks.measure.scope import Scope
from tasks.measure.views import people_then


class Known(Protocol):
    """The past of some people."""

    def on(self, day: date) -> pl.DataFrame:
        """Who had an active registration on a comparison date [person_id, active, nik, nik_adjusted], by person."""

    def first(self) -> pl.DataFrame:
        """Since when they have been counted [`history.FIRST`], by person."""


@dataclass(frozen=True, eq=False)
class FromLake:
    """The past as the objects tell it, of the people whom `read` finds in them."""

    scope: Scope
    read: Read

    def on(self, day: date) -> pl.DataFrame:
        """As `Known.on`."""
        scope = self.scope
        rows = read_states(
            scope.past.then[day], read=self.read, as_of=day, crosswalk=scope.crosswalk, settings=scope.settings
        )
        return pl.concat(
            in_parts(rows.height, lambda part: people_then(keep_newest(part.of(rows)), crosswalk=scope.crosswalk))
        ).with_columns(pl.col("person_id").set_sorted())

    def first(self) -> pl.DataFrame:
        """As `Known.first`."""
        return first_counted(self.scope.past.history, read=self.read, settings=self.scope.settings)
