"""What a published case is made of: groups of people, deliveries, what they are compared with, expected figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal

Comparison = Literal["prints as", "below", "at least", "empty"]
Cells = tuple[tuple[str, str], ...]


def by(**cells: str) -> Cells:
    """Cells that a row has, by column."""
    return tuple(cells.items())


@dataclass(frozen=True)
class Group:
    """`heads` people with NIKs of one regency, alike in what they are and who pays for them.

    `villages`: they live in that many villages of the regency from `first_village` on, equally many in each
    (0 = spread over all).
    `also`: a second segment in which `doubled` of them hold a registration too.
    """

    regency: str
    heads: int
    segment: str = "BPU"
    category: str = "UMUM"
    funder: str = "MANDIRI"
    registered_on: date = date(2019, 3, 1)
    villages: int = 0
    first_village: int = 0
    also: str = ""
    doubled: int = 0


@dataclass(frozen=True)
class Delivery:
    """A branch's full position on a day: groups in the order in which people joined, so that a later delivery that
    begins with the same groups holds the same people; `lapsed` more of each regency stopped paying a year ago."""

    branch: str
    position_date: date
    groups: tuple[Group, ...]
    lapsed: int = 0


@dataclass(frozen=True)
class Population:
    """How many people a worker category has in a regency or in each of its villages, or are to be covered there."""

    regency: str
    category: str
    people: int | None = None
    target: int | None = None
    each_village: bool = False


@dataclass(frozen=True)
class Claim:
    """A benefit paid; `person`: number of the participant among those of the regency."""

    regency: str
    person: int
    programme: str
    rupiah: int
    paid_on: date


@dataclass(frozen=True)
class Expected:
    """A published figure: the value of `column` in the rows of a region as of a day that have the cells `where`.

    `prints as`: equal once rounded to the decimals that `value` has; `empty`: not available. `rows`: so many rows are
    added up. `stored`: read from the facts in the catalogue, which hold what the published table leaves empty.
    """

    as_of: date
    region_code: str
    column: str
    value: str = ""
    comparison: Comparison = "prints as"
    table: str = "ucj_coverage"
    where: Cells = ()
    basis: str = "nik"
    rows: int = 1
    stored: bool = False

    def holds(self, actual: Decimal | int | str | None) -> bool:
        """Whether a figure of ours agrees with the published one."""
        if actual is None or actual == "" or self.comparison == "empty":
            return self.comparison == "empty" and (actual is None or actual == "")
        ours, published = Decimal(str(actual)), Decimal(self.value)
        if self.comparison == "below":
            return ours < published
        if self.comparison == "at least":
            return ours >= published
        return ours.quantize(published, rounding=ROUND_HALF_UP) == published


@dataclass(frozen=True)
class Case:
    """A published case: who was enrolled, out of how many, and what was printed about it.

    `sources`: the rows of published figures (region, day) that say it. `eligible`: denominators by region code, of the
    year of the first as-of date. `populations`: as of that date. `cohort_since`: as the setting.
    """

    name: str
    title: str
    sources: Cells
    as_of: tuple[date, ...]
    deliveries: tuple[Delivery, ...]
    expected: tuple[Expected, ...]
    eligible: Mapping[str, int] = field(default_factory=dict)
    populations: tuple[Population, ...] = ()
    claims: tuple[Claim, ...] = ()
    cohort_since: tuple[date, ...] = ()


@dataclass(frozen=True)
class PublishedCase:
    """A case laid out on disk: run the pipeline in `home` for each day of `as_of`, in order, and compare."""

    name: str
    title: str
    sources: Cells
    home: Path
    as_of: tuple[date, ...]
    expected: tuple[Expected, ...]
