"""Which expectations of Great Expectations the engine supports, as the registry of metrics tells.

    python -m expectations.polars_engine.support

writes the table into the README.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations.polars_engine import datasource
from expectations.polars_engine.arguments import metrics_of
from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.internals import TYPE_EXPECTATIONS, has_provider, registered_expectations

__all__ = ["Support", "datasource", "expectations", "in_readme", "table"]

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- support: begin -->", "<!-- support: end -->"
REASONS = {
    "ExpectColumnKLDivergenceToBeLessThan": "partitions and weights of values",
    "ExpectTableRowCountToEqualOtherTable": "there is only one table: the frame",
    "ExpectQueryResultsToMatchComparison": "SQL",
    "UnexpectedRowsExpectation": "SQL",
}
KINDS = {"column_values": "rows", "column_pair_values": "rows, two columns", "column": "one value", "table": "table"}
SEVERAL = "rows, several columns"


@dataclass(frozen=True, kw_only=True)
class Support:
    """Whether an expectation is supported, and what it is about: rows, one value of a column, the table."""

    name: str
    supported: bool
    about: str
    note: str = ""


def expectations() -> list[Support]:
    """Every expectation that is registered, by name; those of this package and of tests left out."""
    stock = [one for one in registered_expectations() if one.__module__.startswith("great_expectations.")]
    return sorted((_support(one) for one in stock), key=lambda support: support.name)


def _support(expectation: type[Any]) -> Support:
    needed = metrics_of(expectation)
    missing = [metric for metric in needed if not has_provider(metric, PolarsExecutionEngine)]
    reason = REASONS.get(expectation.__name__, "")
    typed = expectation in TYPE_EXPECTATIONS
    return Support(
        name=expectation.__name__,
        supported=typed or (not missing and not reason and bool(needed)),
        about="one value" if typed else _about(expectation, needed),
        note=reason or ("" if typed else ", ".join(f"`{metric}`" for metric in missing)),
    )


def _about(expectation: type[Any], metrics: list[str]) -> str:
    family = metrics[0].split(".")[0] if metrics else "column"
    return KINDS.get(family, SEVERAL if getattr(expectation, "map_metric", None) else "table")


def table() -> str:
    """The table of supported expectations, as the README shows it."""
    return "\n".join([BEGIN, *_lines(expectations()), END])


def _lines(found: list[Support]) -> Iterator[str]:
    yield f"{sum(support.supported for support in found)} of {len(found)} are supported."
    yield ""
    yield "| expectation | about | supported |"
    yield "|---|---|---|"
    for support in found:
        answer = "yes" if support.supported else f"no: {support.note}"
        yield f"| `{support.name}` | {support.about} | {answer} |"


def in_readme(text: str) -> str:
    """The table that stands in a README."""
    return text[text.index(BEGIN) : text.index(END) + len(END)]


if __name__ == "__main__":
    before = README.read_text(encoding="utf-8")
    README.write_text(before.replace(in_readme(before), table()), encoding="utf-8")
