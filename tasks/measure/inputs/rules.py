"""The rules under which people are counted: beside the rows of the lake, all that counting is given.

So their digest is the key of everything that counting keeps: what is no part of them cannot change a count.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

import polars as pl

from warehouse.errors import UcjError

MOST_CODES = 16  # of a code list, since a set of codes is a number of so many bits
KEY_BITS = 64


class RulesDoNotFit(UcjError):
    """The rules have more codes or regions than the numbers that stand for them: these must become wider."""


@dataclass(frozen=True, kw_only=True)
class CountRules:
    """What decides how people are counted, in values that JSON has.

    `grace_months`, `payment_lag_months`: a number for each of `segments`. `regional_segments`, `national_segments`:
    those that count in regions and in the nation. `max_age_days`: the age at which a position is carried forward.
    `vulnerable_categories`: some of `categories`. `funders`, `categories`: all codes of these lists. `regencies`: the
    codes of today. `split_districts`: district prefixes that left a regency; `moved` (prefix, regency): those of them
    that count in another one. `layout`: the parts of the key of a profile, the lowest first, and how many bits each
    has. `program`: hash of the code that counts.
    """

    segments: tuple[str, ...]
    grace_months: tuple[int, ...]
    payment_lag_months: tuple[int, ...]
    regional_segments: tuple[str, ...]
    national_segments: tuple[str, ...]
    max_age_days: int
    vulnerable_categories: tuple[str, ...]
    funders: tuple[str, ...]
    categories: tuple[str, ...]
    regencies: tuple[str, ...]
    split_districts: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    layout: tuple[tuple[str, int], ...]
    program: str

    def __post_init__(self) -> None:
        bits = dict(self.layout)
        if max(len(self.funders), len(self.categories)) > MOST_CODES:
            raise RulesDoNotFit(
                f"KATEGORI and SUMBER_DANA can have {MOST_CODES} codes at most, TIDAK_DIISI among them."
            )
        if len(self.segments) * len(self.funders) > KEY_BITS:
            raise RulesDoNotFit("There are too many pairs of a segment and a funder.")
        if bits["funders"] < len(self.funders) or bits["categories"] < len(self.categories):
            raise RulesDoNotFit("The layout of profiles has too few bits for the code lists.")
        if len(self.regencies) >= (1 << bits["region"]) or sum(bits.values()) > KEY_BITS:
            raise RulesDoNotFit("The layout of profiles has too few bits for the regencies, or too many in all.")

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """Rules from the JSON of their fields, where tuples have become lists."""
        return cls(**{name: _without_lists(value) for name, value in fields.items()})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all fields."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    @cached_property
    def funder(self) -> pl.Enum:
        """The type of one funder."""
        return pl.Enum(self.funders)

    @cached_property
    def category(self) -> pl.Enum:
        """The type of one worker category."""
        return pl.Enum(self.categories)

    @cached_property
    def regency(self) -> pl.Enum:
        """The type of a regency."""
        return pl.Enum(self.regencies)

    @cached_property
    def district(self) -> pl.Enum:
        """The type of a district prefix that left a regency."""
        return pl.Enum(self.split_districts)


def _without_lists(value: Any) -> Any:
    return tuple(map(_without_lists, value)) if isinstance(value, list | tuple) else value
