"""Tables in Markdown."""

from collections.abc import Iterator, Sequence


def markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int) -> Iterator[str]:
    """The lines of a table; after the first column so many columns are numbers."""
    yield f"| {' | '.join(headings)} |"
    yield "|".join(["", *("---:" if 0 < place <= numbers else "---" for place in range(len(headings))), ""])
    yield from (f"| {' | '.join(row)} |" for row in rows)
