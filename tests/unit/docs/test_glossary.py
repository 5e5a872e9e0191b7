"""Every place that the glossary and the page on the architecture name is there."""

import re
from pathlib import Path

import pytest

from docs.site import ROOT

ROW = re.compile(r"(?m)^\| ([^|]+) \| ([^|]+) \| `([^`]+)` \|$")
PLACE = re.compile(r"`((?:flows|tasks|expectations|warehouse|deployments|demo|tests|docs)/[\w./-]*)`")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS: list[tuple[str, str, str]] = ROW.findall(GLOSSARY)


@pytest.mark.parametrize(("term", "place"), [(term, place) for term, _, place in ROWS])
def test_the_place_of_a_term_is_there(term: str, place: str) -> None:
    assert term
    found = ROOT / place
    assert found.is_dir() if place.endswith("/") else found.is_file()


def test_every_line_of_the_glossary_has_a_place_and_no_term_stands_twice() -> None:
    lines = [line for line in GLOSSARY.splitlines() if line.startswith("| ") and not line.startswith("| term")]
    assert len(lines) == len(ROWS) > 60
    terms = [term for names, _, _ in ROWS for term in names.split(", ")]
    assert len(set(terms)) == len(terms)


def _packages(folder: Path) -> set[str]:
    return {f"{path.parent.relative_to(ROOT)}/" for path in folder.glob("*/__init__.py")}


def test_the_architecture_names_every_package_of_the_layers_and_none_that_is_not_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(PLACE.findall(text))
    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []
    layers = ("flows", "expectations", "warehouse", "deployments", "tasks/measure", "tasks/publish")
    found = set().union(*(_packages(ROOT / layer) for layer in layers))
    assert len(found) > 25
    assert sorted(found - named) == []
