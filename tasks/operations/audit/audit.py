"""Report which figures of a published table do not add up, and what was probably meant."""

from collections.abc import Callable, Iterable, Sequence

from tasks.operations.audit.between import conflicts, ranks, wholes
from tasks.operations.audit.finding import Finding
from tasks.operations.audit.parts import change, gap_people, gap_points, plausible_target, readable, segments
from tasks.operations.audit.rates import plausible_rate, rate
from tasks.operations.audit.table import Line

CHECKS_OF_A_LINE: tuple[Callable[[Line, Sequence[Line]], Iterable[Finding]], ...] = (
    readable,
    rate,
    plausible_rate,
    segments,
    gap_points,
    gap_people,
    plausible_target,
    change,
)
CHECKS_BETWEEN_LINES: tuple[Callable[[Sequence[Line]], Iterable[Finding]], ...] = (conflicts, ranks, wholes)


def audit(lines: Sequence[Line]) -> list[Finding]:
    """Findings in the order of the lines; an empty list means that everything that can be recomputed does."""
    of_lines = [finding for line in lines for check in CHECKS_OF_A_LINE for finding in check(line, lines)]
    between = [finding for check in CHECKS_BETWEEN_LINES for finding in check(lines)]
    return sorted([*of_lines, *between], key=lambda finding: (finding.line, finding.code))
