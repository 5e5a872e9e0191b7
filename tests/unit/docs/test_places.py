"""Every file and folder of the project that a document names in a code span is there."""

import re
from pathlib import Path

import pytest

from docs.site import ROOT, documents

PLACE = re.compile(r"`((?:flows|tasks|expectations|warehouse|deployments|demo|tests|docs|benchmarks)/[\w./-]*)`")
MODULE = re.compile(r"`(?!warehouse\.db)((?:flows|tasks|expectations|warehouse|deployments|demo)(?:\.[a-z_]+)+)`")
MADE_BY_RUNS = (
    "docs/site",
    "docs/validations",
    "warehouse/test_",
    "flows/run-",
)  # in a home, or below tests/integration
PAGES = [path for path in documents() if path.suffix == ".md" and "adr" not in path.parts]


def missing(text: str) -> list[str]:
    places = [place for place in PLACE.findall(text) if not place.startswith(MADE_BY_RUNS)]
    places += [module.replace(".", "/") for module in MODULE.findall(text)]
    return sorted({place for place in places if not _is_there(place)})


def _is_there(place: str) -> bool:
    return (ROOT / place).exists() or (ROOT / f"{place}.py").is_file() or _holds_name(place)


def _holds_name(place: str) -> bool:
    """Whether it is a module with a name in it (`expectations.contracts.FEEDS` is written that way)."""
    module, _, name = place.rpartition("/")
    found = [path for path in (ROOT / f"{module}.py", ROOT / module / "__init__.py") if path.is_file()]
    return any(re.search(rf"\b{re.escape(name)}\b", path.read_text(encoding="utf-8")) for path in found)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_place_that_a_page_names_is_there(page: Path) -> None:
    assert missing((ROOT / page).read_text(encoding="utf-8")) == []


def test_a_place_that_is_not_there_is_found() -> None:
    assert missing("`tasks/none/x.py`, `warehouse.none`, `tasks/read/`, `expectations.contracts.FEEDS`") == [
        "tasks/none/x.py",
        "warehouse/none",
    ]
