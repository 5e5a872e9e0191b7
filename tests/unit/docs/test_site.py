"""The website of the documents builds without a warning, and no page of it asks another host."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from docs.site import ROOT, stage

FETCHED = {
    ("script", "src"),
    ("img", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}
OTHER_HOST = re.compile(r"(?i)^\s*(?:[a-z]+:)?//")
IN_STYLE = re.compile(r"""(?i)(?:url\(|@import)\s*["']?\s*((?:[a-z]+:)?//[^"')\s]+)""")


class _Requests(HTMLParser):
    """Addresses that a browser fetches by itself when it shows a page; links that a reader follows are none."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fetched = tag != "link" or dict(attrs).get("rel") != "canonical"
        self.found += [value for name, value in attrs if value and fetched and (tag, name) in FETCHED]


def requests_of(html: str) -> list[str]:
    parser = _Requests()
    parser.feed(html)
    return parser.found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    stage(folder / "source")
    config = (ROOT / "docs" / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("../build/docs-source", "source").replace("../build/docs-site", "site")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(folder / "mkdocs.yml")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return folder / "site"


def test_the_site_has_a_page_for_every_document(site: Path) -> None:
    pages = {str(path.relative_to(site)) for path in site.rglob("*.html")}
    assert {
        "index.html",
        "docs/index.html",
        "docs/architecture.html",
        "docs/data-dictionary/ucj_coverage.html",
    } <= pages
    documents = [path for path in (ROOT / "docs").rglob("*.md") if path.name != "README.md"]
    assert [p for p in documents if str(p.relative_to(ROOT).with_suffix(".html")) not in pages] == []


def test_no_page_asks_another_host(site: Path) -> None:
    pages, styles = list(site.rglob("*.html")), list(site.rglob("*.css"))
    assert len(pages) > 40
    assert styles
    asked = [(page.name, one) for page in pages for one in requests_of(page.read_text()) if OTHER_HOST.match(one)]
    asked += [(style.name, one) for style in styles for one in IN_STYLE.findall(style.read_text())]
    assert asked == []


def test_a_request_to_another_host_is_found() -> None:
    page = '<a href="https://x.example">x</a><script src="//cdn.example/a.js"></script><img src="a.svg">'
    assert requests_of(page) == ["//cdn.example/a.js", "a.svg"]
    assert [one for one in requests_of(page) if OTHER_HOST.match(one)] == ["//cdn.example/a.js"]
    assert IN_STYLE.findall("@import url('https://fonts.example/css')") == ["https://fonts.example/css"]
