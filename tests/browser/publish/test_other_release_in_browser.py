"""A page that is served beside the release that holds says when that is another one; elsewhere it asks for nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.publish.web_server import shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OLD, NEW = "2021-06-30-ffffffffffff", "2021-07-31-eeeeeeeeeeee"
PAGES = ("index.html", "wilayah/72.05.html", "halaman/metode.html")
NOTICE = ".other-release"


@pytest.fixture
def published(site: Path, tmp_path: Path) -> Path:
    """Two releases with the same pages and other notes."""
    for release in (OLD, NEW):
        for path in (*PAGES, "wilayah/wilayah.css", "wilayah/wilayah.js"):
            (tmp_path / release / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(site / path, tmp_path / release / path)
        (tmp_path / release / "release-notes.md").write_text(f"# {release}\n")
    return tmp_path


@pytest.fixture
def address(published: Path) -> Iterator[str]:
    with shown(published) as address:
        yield address


def opened(browser: "Browser", url: str) -> tuple["Page", list[str]]:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/current/release-notes.md"):
        page.goto(url)
    page.wait_for_load_state("networkidle")  # both answers were looked at
    return page, asked


@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_to_itself_in_the_release_that_holds(
    browser: "Browser", published: Path, address: str, path: str
) -> None:
    (published / "current").symlink_to(NEW)
    page, asked = opened(browser, f"{address}/{OLD}/{path}?bahasa=en")
    page.locator(NOTICE).wait_for(state="visible")
    assert page.inner_text(NOTICE).startswith("Another release holds now.")
    assert all(url.startswith((address, "data:")) for url in asked)
    page.get_by_role("link", name="Open this page in the release that holds").click()
    page.wait_for_url(f"{address}/current/{path}?bahasa=en")
    assert page.locator(NOTICE).is_hidden()
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_the_release_that_holds_and_one_that_is_served_alone_say_nothing(
    browser: "Browser", published: Path, address: str, path: str
) -> None:
    alone, _ = opened(browser, f"{address}/{NEW}/{path}")
    assert alone.locator(NOTICE).is_hidden()
    alone.close()
    (published / "current").symlink_to(NEW)
    holds, _ = opened(browser, f"{address}/{NEW}/{path}")
    assert holds.locator(NOTICE).is_hidden()
    holds.close()
