"""The recipes of docs/how-to-change.md are complete: what they name exists, and a search finds no other file.

A test that fails here says which file a recipe lacks or names in vain: mend the recipe when code moves.
"""

import re
from pathlib import Path

import pytest

from docs.site import ROOT

TEXT = (ROOT / "docs" / "how-to-change.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"(?ms)^## ([^\n]+)\n(.*?)(?=^## |\Z)", TEXT))
SEARCH = re.compile(r"(?m)^Search: `([^`]+)` in `([^`]+)`\.$")
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+\.\w+$|(?:CHANGELOG\.md|pyproject\.toml)$")
GENERATED = ("docs/data-dictionary", "docs/schemas/", "docs/how-to-change.md", "tests/unit/docs/")
REVISIONS = "warehouse/migrations/versions/"
# a word in a code span that is no path, command or word of the domain: it must stand in a file that the recipe names
NAME = re.compile(r"[A-Za-z]\w*_\w+$|[A-Z][a-z]+[A-Z]?\w*$|[A-Z]{4,}$")

FURTHER = {  # files to touch that do not name the example
    "A new feed": {
        *(
            f"expectations/contracts/{name}.py"
            for name in ("schema", "lake", "feeds/shared_rules", "feeds/shared_columns", "feeds/row_columns")
        ),
        "warehouse/migrations/__init__.py",
    },
    "A rule": {
        *(f"expectations/contracts/{name}.py" for name in ("checks", "conditions", "file_rules", "held_files")),
        "expectations/contracts/feeds/enrolment/warnings.py",
        "tasks/ingest/position_gate/measures.py",
    },
}


def paths_in(text: str) -> set[str]:
    return {span for span in SPAN.findall(text) if PATH.match(span)}


def files_found(pattern: str, folders: str) -> set[str]:
    """Code files, and documents where the search is asked for them, that hold the pattern or have it in their path."""
    found = set()
    for folder in folders.split():
        for path in sorted((ROOT / folder).rglob("*")):
            name = str(path.relative_to(ROOT))
            if path.suffix not in {".py", ".md"} or (path.suffix == ".md" and folder != "docs"):
                continue
            if name.startswith((*GENERATED, REVISIONS)):
                continue
            if re.search(pattern, name, re.IGNORECASE) or re.search(pattern, path.read_text("utf-8"), re.IGNORECASE):
                found.add(name)
    return found


def searched(recipe: str) -> tuple[str, str]:
    """The pattern and the folders of the search at the head of a recipe."""
    found = SEARCH.search(RECIPES[recipe])
    assert found is not None, f"{recipe} has no line Search: `...` in `...`."
    return found[1], found[2]


def found_by(recipe: str) -> set[str]:
    pattern, folders = searched(recipe)
    return files_found(pattern, folders)


def test_the_document_holds_five_recipes() -> None:
    assert list(RECIPES) == ["A new feed", "A rule", "A metric or a table", "A release format", "A catalogue backend"]


@pytest.mark.parametrize("path", sorted(paths_in(TEXT)))
def test_every_file_that_a_recipe_names_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_name_of_a_recipe_stands_in_a_file_that_it_names(recipe: str) -> None:
    text = RECIPES[recipe]
    paths = [Path(path) for path in paths_in(text)]
    held = "\n".join((ROOT / path).read_text(encoding="utf-8") for path in paths)
    names = {span for span in SPAN.findall(SEARCH.sub("", text)) if NAME.match(span) and "/" not in span}
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", held)] == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_search_of_a_recipe_finds_no_file_that_the_recipe_leaves_out(recipe: str) -> None:
    hits = found_by(recipe)
    assert len(hits) > 3
    assert sorted(hits - paths_in(RECIPES[recipe])) == []


@pytest.mark.parametrize("recipe", FURTHER)
def test_a_recipe_lists_the_files_that_its_search_finds_and_known_further_ones_only(recipe: str) -> None:
    _, folders = searched(recipe)
    listed = {path for path in paths_in(RECIPES[recipe]) if path.partition("/")[0] in folders.split()}
    listed = {path for path in listed if not path.startswith((REVISIONS, "tests/"))}
    wanted = {path for path in found_by(recipe) if not path.startswith("tests/")} | FURTHER[recipe]
    assert sorted(listed ^ wanted) == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_step_of_a_recipe_that_changes_code_is_proved_by_a_test(recipe: str) -> None:
    proofs = {path for path in paths_in(RECIPES[recipe]) if path.startswith("tests/")}
    assert len(proofs) >= 3
    assert all(Path(path).name.startswith(("test_", "naive_", "catalogues", "conftest")) for path in proofs)
