"""The page of a real release, in a browser."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tests.unit.publish.building import build_release
from tests.unit.publish.made_facts import AS_OF, PROVENANCE, made_tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def page_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a release, as a file."""
    folder = tmp_path_factory.mktemp("published")
    built = build_release(tables=made_tables(), as_of=AS_OF, published=folder, provenance=PROVENANCE)
    return (built.path / "index.html").as_uri()


@pytest.fixture
def open_page(browser: "Browser", page_address: str) -> Iterator[Open]:
    """Opens the page; afterwards it must have asked for nothing but itself and have had no error."""
    asked: list[str] = []
    said: list[str] = []
    contexts = []

    def opened(address_end: str = "", **options: Any) -> "Page":
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(page_address + address_end)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert {url.partition("#")[0].partition("?")[0] for url in asked if not url.startswith("data:")} == {page_address}
    assert said == []


@pytest.fixture(scope="module")
def coverage() -> pl.DataFrame:
    return made_tables()["ucj_coverage"]


def figure(coverage: pl.DataFrame, code: str, basis: str = "nik") -> dict[str, Any]:
    return coverage.filter(region_code=code, basis=basis).row(0, named=True)
