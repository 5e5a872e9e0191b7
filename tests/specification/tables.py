"""What a specification is: a table of examples, each with what is given and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Example:
    """given, expected: in the order of the columns of its specification. why: the rule, in a few words."""

    given: tuple[Any, ...]
    expected: tuple[Any, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class Specification:
    """One definition by examples; `section` is its heading in docs/definitions.md."""

    title: str
    section: str
    says: str
    given: tuple[str, ...]
    expected: tuple[str, ...]
    examples: Sequence[Example]

    def markdown(self) -> str:
        """The table as documents show it."""
        head = [*self.given, *(f"**{name}**" for name in self.expected), "because"]
        lines = [
            f"## {self.title}",
            "",
            f"{self.says} Defined in [{self.section}](definitions.md#{self.section.lower().replace(' ', '-')}).",
            "",
            f"| {' | '.join(head)} |",
            "|---" * len(head) + "|",
        ]
        for one in self.examples:
            cells = [*map(_shown, one.given), *(f"**{_shown(value)}**" for value in one.expected), one.why]
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join([*lines, ""])


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, frozenset | tuple | list):
        return "; ".join(map(str, value)) or "–"
    return str(value)
