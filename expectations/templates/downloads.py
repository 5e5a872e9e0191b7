"""What branches get without an installation: blank templates, the guides, and a page that leads to them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from expectations.templates.workbook import build_template

PAGES = Path(__file__).parent / "pages"
GUIDES = Path(__file__).parent / "guides"  # written by `make docs`
GUIDE_FILES: Mapping[str, str] = {"id": "panduan-cabang.html", "en": "branch-guide.html"}
INDEX_FILE, INDEX_TITLE = "index.html", "Templat dan panduan / Templates and guides"


def template_file(feed: Feed) -> str:
    """Name of the template of a feed."""
    return f"TEMPLAT_{feed.file_prefix}.xlsx"


def download_files(*, on: date) -> dict[str, bytes]:
    """Files by name. on: the day on which the codes in the templates are valid."""
    named = {template_file(feed): feed for feed in FEEDS.values()}
    index = _pages().get_template("index.html.j2")
    shown = index.render(title=INDEX_TITLE, language="id", style=_style(), guides=GUIDE_FILES, templates=named)
    return {
        **{name: build_template(feed, on=on) for name, feed in named.items()},
        **{name: (GUIDES / name).read_bytes() for name in GUIDE_FILES.values()},
        INDEX_FILE: shown.encode(),
    }


def plain_page(title: str, body: str, *, language: str) -> str:
    """A page that loads nothing and runs nothing. title: text; body: HTML of our own."""
    found = _pages().get_template("page.html.j2")
    content = Markup(body)  # noqa: S704 - from a document of the project
    return found.render(title=title, language=language, style=_style(), body=content)


def _style() -> Markup:
    return Markup((PAGES / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


@cache
def _pages() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
