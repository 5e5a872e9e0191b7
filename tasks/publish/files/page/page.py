"""`index.html`: one page that shows a whole release, by itself: no other file, no other host, no clock time."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import polars as pl
from markupsafe import Markup

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.files.hashes import FileFacts
from tasks.publish.files.page.bases import basis_views
from tasks.publish.files.page.data import page_data
from tasks.publish.files.page.model import completeness_view, flag_views, flatten, rows_of, segment_rows, spotlight
from warehouse.dimensions.regions import PACKAGE, PACKAGE_VERSION

TEMPLATES = Path(__file__).parent / "templates"


def build_page(
    tables: Mapping[str, pl.DataFrame], *, as_of: date, provenance: Mapping[str, Any], files: Mapping[str, FileFacts]
) -> bytes:
    """The page of a release, in UTF-8.

    `files`: the other files of the release, to be linked. `provenance`: shown as names and values; of its `settings`,
    `grace_months` and `max_age_days` are put into the definitions, where they are given.
    """
    coverage = tables["ucj_coverage"]
    script = Markup((TEMPLATES / "page.js").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    style = Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    page = environment().get_template("page.html.j2")
    html = page.render(
        as_of=as_of,
        bases=basis_views(set(coverage["basis"])),
        nation=spotlight(coverage),
        segments=segment_rows(tables["ucj_segment"]),
        provinces=rows_of(coverage, level="province"),
        regencies=rows_of(coverage, level="regency"),
        flags=flag_views(),
        completeness=completeness_view(tables["ucj_completeness"]),
        settings=provenance.get("settings", {}),
        provenance=flatten(provenance),
        files=files,
        regions_source=f"{PACKAGE} {PACKAGE_VERSION}",
        data=as_script_data(page_data(coverage, segments=tables["ucj_segment"])),
        script=script,
        script_hash=source_hash(f"\n{script}"),
        style=style,
    )
    return html.encode()


@cache
def environment() -> jinja2.Environment:
    """Templates with everything escaped that comes from data."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "count": INDONESIAN.number,
        "en_count": ENGLISH.number,
        "percent": INDONESIAN.percent,
        "id_date": INDONESIAN.day,
        "en_date": ENGLISH.day,
        "size": file_size,
    }
    return made


def as_script_data(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no character of it can open or close an element


def source_hash(script: str) -> str:
    """The source expression that lets a Content-Security-Policy run this very script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def file_size(size: int) -> str:
    """Bytes as Indonesian readers write them: 312 KB, 1,4 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{INDONESIAN.number(size / 1_000_000, decimals=1)} MB"
