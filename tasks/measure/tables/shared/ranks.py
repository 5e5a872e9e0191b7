"""Ranks of regions by coverage, and whether a rank compares denominators of different years or versions."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tasks.measure.inputs.denominators import Denominator
from tasks.measure.tables.shared.rates import competition_ranks


@dataclass(frozen=True)
class Rank:
    """Place within a group; `mixed`: the group's denominators are of several years or versions."""

    place: int
    mixed: bool


def rank_within(
    groups: Sequence[Hashable | None], *, active: Sequence[int], denominators: Sequence[Denominator | None]
) -> list[Rank | None]:
    """The rank of each row among the rows of its group; None without a group or a denominator above 0."""
    members: dict[Hashable, list[int]] = defaultdict(list)
    ratios: dict[int, Fraction] = {}
    versions: dict[Hashable, set[tuple[int, str | None]]] = defaultdict(set)
    for row, (group, denominator) in enumerate(zip(groups, denominators, strict=True)):
        if group is not None and denominator is not None and denominator.eligible > 0:
            members[group].append(row)
            ratios[row] = Fraction(active[row], denominator.eligible)
            versions[group].add((denominator.year, denominator.version))
    ranks: list[Rank | None] = [None] * len(groups)
    for group, rows in members.items():
        places = competition_ranks([ratios[row] for row in rows])
        for row, place in zip(rows, places, strict=True):
            ranks[row] = Rank(place, mixed=len(versions[group]) > 1)
    return ranks
