"""The templates of pages, with what they may call, and the style and script of pages of regions."""

import re
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from expectations.page_templates import source_hash, templates_in
from expectations.written import ENGLISH, INDONESIAN, counted
from tasks.publish.files.site.described import SITE_PAGES
from tasks.publish.files.site.markup.cells import cell, heads, month_of, rows
from warehouse.figures.schema import Text

TEMPLATES = Path(__file__).parent / "templates"
RATE = re.compile(r"[0-9.,]+\u00a0%")
INDENTED = re.compile(r"\n\s+")


@cache
def environment() -> jinja2.Environment:
    """The templates, with what they may call."""
    made = templates_in(TEMPLATES)
    script, screen, paper = (
        INDENTED.sub("\n", (TEMPLATES / name).read_text(encoding="utf-8"))
        for name in ("wilayah.js", "screen.css", "paper.css")
    )
    made.globals |= {
        "cell": cell,
        "heads": heads,
        "rows": rows,
        "site_pages": SITE_PAGES.items(),
        "script": Markup(script),  # noqa: S704 - our own file
        "style": Markup(screen + paper),  # noqa: S704 - our own file
        "script_hash": source_hash(f"\n{script}"),
    }
    made.filters |= {
        "count": INDONESIAN.number,
        "percent": INDONESIAN.percent,
        "en_percent": ENGLISH.percent,
        "points": INDONESIAN.signed,
        "id_date": INDONESIAN.day,
        "month": month_of,
        "en_date": ENGLISH.day,
        "signed": INDONESIAN.signed,
        "en_count": ENGLISH.number,
        "size": file_size,
        "large_rate": large_rate,
        "counted": counted,
        "marked": marked,
    }
    return made


def file_size(size: int) -> str:
    """Bytes as Indonesian readers write them: 312 KB, 1,4 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{INDONESIAN.number(size / 1_000_000, decimals=1)} MB"


def large_rate(sentence: Text) -> Text:
    """The sentence with the percentage that it begins with, if any, as its largest word."""
    return Text(id=_rate_first(sentence.id), en=_rate_first(sentence.en))


def marked(text: str) -> Markup:
    """A text with the names in it that notes put between backticks."""
    parts = (Markup("<code>{}</code>").format(one) if n % 2 else escape(one) for n, one in enumerate(text.split("`")))
    return Markup("").join(parts)


def _rate_first(sentence: str) -> Markup:
    rate = RATE.match(sentence)
    if rate is None:
        return escape(sentence)
    return Markup('<b class="rate">{}</b>{}').format(rate[0], sentence[rate.end() :])


def squeezed(page: str) -> bytes:
    """A page without the indentation of its template, in UTF-8."""
    return INDENTED.sub("\n", page).encode()


def shared_files() -> dict[str, bytes]:
    """The style and the script of pages of regions, by name."""
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("screen.css", "sheet.css"))
    return {"wilayah.css": style.encode(), "wilayah.js": (TEMPLATES / "wilayah.js").read_bytes()}
