"""The pages of a release as files, in a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tasks.publish.files.site.regions.pages import region_pages
from tests.unit.publish.made_facts import AS_OF, made_tables
from tests.unit.publish.site.made_ages import with_ages
from tests.unit.publish.site.made_site import written
from tests.unit.publish.site.made_trend import with_trend

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages of a release."""
    place = tmp_path_factory.mktemp("published") / "2021-06-30-ffffffffffff"
    tables = with_ages(with_trend(made_tables()))
    for path, content in [*region_pages(tables, as_of=AS_OF), *written(tables).items()]:
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(content)
    return place


@pytest.fixture
def open_page(browser: "Browser", site: Path) -> Iterator[Open]:
    """Opens a page; afterwards it must have asked for files of its release only, and have had no error."""
    asked: list[str] = []
    said: list[str] = []
    contexts = []

    def opened(path: str = "index.html", **options: Any) -> "Page":
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site.as_uri()}/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((site.as_uri(), "data:"))] == []
    assert said == []


@pytest.fixture(scope="module")
def coverage() -> pl.DataFrame:
    return made_tables()["ucj_coverage"]


def figure(coverage: pl.DataFrame, code: str, basis: str = "nik") -> dict[str, Any]:
    return coverage.filter(region_code=code, basis=basis).row(0, named=True)
