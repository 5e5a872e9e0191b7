"""What is counted, and what the counts rest on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from tasks.measure.inputs.comparison_dates import Past
from tasks.measure.inputs.named_positions import position_names, positions_named
from tasks.measure.inputs.positions import Position
from tasks.measure.inputs.rules import CountRules
from warehouse.lake.cache import Named

NOW, AT_COMPARISON, HISTORY = "now", "then", "history"


@dataclass(frozen=True, eq=False, kw_only=True)
class Scope:
    """Positions in force on a date and before, in the order of branches, and the rules they are counted under."""

    as_of: date
    positions: Sequence[Position]
    past: Past
    rules: CountRules

    def largest(self) -> Sequence[Position]:
        """The positions of the date that has the most rows."""
        return max(
            [self.positions, *self.past.then.values()],
            key=lambda positions: sum(position.rows for position in positions),
        )

    def question(self) -> dict[str, Any]:
        """What must be the same for counts to be carried on: another comparison date concerns everyone."""
        days = sorted(day.isoformat() for day in self.past.then)
        return {"rules": self.rules.digest, "as_of": self.as_of.isoformat(), "days": days}

    def named(self) -> dict[str, Any]:
        """The question and every object the answer rests on."""
        return self.question() | {
            NOW: position_names(self.positions),
            AT_COMPARISON: {day.isoformat(): position_names(positions) for day, positions in self.past.then.items()},
            HISTORY: position_names(self.past.history),
        }

    @classmethod
    def of(cls, named: Named, *, rules: CountRules) -> Self:
        """A scope that was named; how many rows its objects have is not known."""
        then = {date.fromisoformat(day): positions_named(names) for day, names in named[AT_COMPARISON].items()}
        return cls(
            as_of=date.fromisoformat(named["as_of"]),
            positions=positions_named(named[NOW]),
            past=Past(then=then, history=positions_named(named[HISTORY])),
            rules=rules,
        )

    def parts(self) -> Iterator[tuple[str, Position]]:
        """Every position with what it is there for."""
        yield from ((NOW, position) for position in self.positions)
        for day, positions in self.past.then.items():
            yield from ((day.isoformat(), position) for position in positions)
        yield from ((HISTORY, position) for position in self.past.history)
