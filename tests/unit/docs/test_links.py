"""Every link between documents leads to a file that is there, and to a heading that is in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.site import ROOT, documents

FENCED = re.compile(r"(?ms)^ *```.*?^ *```")
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"(?m)^#{1,6} +(.+?) *$")
PAGES = [path for path in documents() if path.suffix == ".md"]


def anchors(text: str) -> set[str]:
    """Anchors of the headings of a page, as GitHub and MkDocs make them from plain words."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCED.sub("", text)):
        plain = re.sub(r"[^\w\s-]", "", LINK.sub("", heading).replace("`", "")).strip().lower()
        found.add(re.sub(r"\s+", "-", plain))
    return found


def links(text: str) -> Iterator[str]:
    """Targets of the links of a page that lead into the project."""
    for target in LINK.findall(CODE.sub("`", FENCED.sub("", text))):
        if not re.match(r"[a-z]+:", target):
            yield target


def broken(page: Path) -> Iterator[str]:
    """Links of a page, relative to the project, that lead nowhere."""
    for target in links((ROOT / page).read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        found = (ROOT / page).parent / name if name else ROOT / page
        if not found.exists() or (anchor and anchor not in anchors(found.read_text(encoding="utf-8"))):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


def test_a_link_that_leads_nowhere_is_found() -> None:
    text = "# A `b` c\n\n[x](y.md#z), [`q`](q.md)\n\n```md\n[not](a-link.md)\n```\n\n[out](https://x.example)\n"
    assert list(links(text)) == ["y.md#z", "q.md"]
    assert anchors(text) == {"a-b-c"}
    assert sum(1 for page in PAGES for _ in links((ROOT / page).read_text(encoding="utf-8"))) > 100


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [Path("README.md")]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for target in links((ROOT / page).read_text(encoding="utf-8")):
            found = ((ROOT / page).parent / target.partition("#")[0]).resolve()
            if found.suffix == ".md":
                waiting.append(found.relative_to(ROOT))
    assert [str(page) for page in PAGES if page not in reached] == []
