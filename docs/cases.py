"""Write docs/cases.md: what officials published, and what a run on matching extracts finds, figure by figure.

`python -m docs.cases` lays the cases out in a temporary folder and runs each of their days, which takes minutes.
"""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from demo.published import write_published
from demo.published_found import Found, find
from demo.published_model import Expected, PublishedCase

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cases.md"
FIGURES = ROOT / "tests" / "acceptance" / "published_figures.csv"
HEAD = """<!-- Written by `python -m docs.cases` from a run. Do not edit. -->
# Published cases

Figures that officials have published, and what the pipeline finds in extracts that lead to them. The extracts are made
up; the totals are those that were printed. What nobody printed (how a total splits, the head counts of Buol, the
neighbours of Sarolangun) is ours. To look at a case: `ucj init`, `ucj simulate --scenario published`, then
the commands that it prints.

*Published* is what was printed, to its decimals; *found* is the sum of `figure` over the rows of `table` that have the
cells named in `row`. The acceptance tests run the cases and compare what they find with this page.
"""


def page(sections: Iterable[str]) -> str:
    """The whole page."""
    return "\n".join([HEAD, *sections])


def section(case: PublishedCase, found: Sequence[Found]) -> str:
    """What was claimed in a case, by which source, and each figure of it."""
    where, _, claim = case.title.partition(": ")
    lines = [f"## {where}", "", f"{claim[:1].upper()}{claim[1:]}.", ""]
    lines += [f"- {line}" for line in source_lines(case)]
    lines += ["", "| as of | figure | published | found | table | row |", "|---|---|--:|--:|---|---|"]
    lines += [
        f"| {one.expected.as_of} | `{one.expected.column}` | {published(one.expected)} | {number(one)} "
        f"| {table(one.expected)} | {row(one.expected)} |"
        for one in found
    ]
    return "\n".join(lines) + "\n"


def source_lines(case: PublishedCase) -> list[str]:
    """The rows of the table of published figures that a case rests on; raises `KeyError` for one that is not there."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        notes = {(line["region"], line["as_of"]): line["note"] for line in csv.DictReader(file)}
    place = f"`{FIGURES.relative_to(ROOT)}`"
    return [f"{place}, {region}, {day}: {notes[region, day]}" for region, day in case.sources]


def published(expected: Expected) -> str:
    """The printed figure, or what was said of it."""
    if expected.comparison == "empty":
        return "withheld" if expected.table == "ucj_benefit" else "not available"
    printed = f"{int(expected.value):,}" if expected.value.isdigit() else expected.value
    return printed if expected.comparison == "prints as" else f"{expected.comparison} {printed}"


def number(found: Found) -> str:
    """Our figure."""
    return "empty" if found.value is None else f"{found.value:,}"


def table(expected: Expected) -> str:
    """Where the figure is read."""
    return f"`{expected.table}`, facts in the catalogue" if expected.stored else f"`{expected.table}`"


def row(expected: Expected) -> str:
    """The cells by which its rows are found."""
    cells = [("region_code", expected.region_code), ("basis", expected.basis), *expected.where]
    named = ", ".join(f"`{name}={cell}`" for name, cell in cells)
    return named if expected.rows == 1 else f"{expected.rows} rows: {named}"


def found_by_running(case: PublishedCase) -> list[Found]:
    """Run every day of a case with `ucj run`, and read what it expects."""
    found: list[Found] = []
    for day in case.as_of:
        command = [sys.executable, "-m", "deployments", "run", "--as-of", f"{day}", "--strict"]
        subprocess.run(  # noqa: S603 - our own arguments
            command, cwd=ROOT, env=os.environ | {"UCJ_HOME": f"{case.home}"}, check=True
        )
        found += find(case.expected, home=case.home, as_of=day)
    return found


def main() -> int:
    """Write the page; 1 where a figure is not the published one."""
    with tempfile.TemporaryDirectory() as folder:
        cases = write_published(home=Path(folder))
        found = [found_by_running(case) for case in cases]
    PAGE.write_text(page(map(section, cases, found)), encoding="utf-8")
    wrong = [one for of_case in found for one in of_case if not one.agrees]
    sys.stdout.write("".join(f"{one}\n" for one in [PAGE.relative_to(ROOT), *wrong]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
