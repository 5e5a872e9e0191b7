"""A mirror on a web server that knows no links: addresses of the current release lead to its page of that name."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tasks.publish.files.hashes import content_hash, file_facts
from tasks.publish.mirror.pointer_files import lead_nowhere, lead_to
from tasks.publish.mirror.release_copy import put_release
from tests.browser.publish.web_server import shown
from warehouse.releases.standing import Release
from warehouse.stores.folder_store import FolderStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OLD, NEW = "2021-06-30-ffffffffffff", "2021-07-31-eeeeeeeeeeee"
PAGES = ("index.html", "wilayah/72.05.html", "halaman/riwayat.html", "wilayah/wilayah.css", "wilayah/wilayah.js")


def release(published: Path, site: Path, name: str) -> Release:
    """Some pages of a release, with notes of its own."""
    for path in PAGES:
        (published / name / path).parent.mkdir(parents=True, exist_ok=True)
        (published / name / path).write_bytes((site / path).read_bytes())
    (published / name / "release-notes.md").write_text(f"# {name}\n")
    (published / name / "datapackage.json").write_text("{}")
    files = {path.relative_to(published / name).as_posix(): path for path in (published / name).rglob("*.*")}
    return Release(
        id=name,
        as_of=date.fromisoformat(name[:10]),
        content_sha256=content_hash({path: file_facts(file.read_bytes()).sha256 for path, file in files.items()}),
        inputs_sha256="",
        run_id=1,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        is_current=True,
    )


@pytest.fixture
def web(site: Path, tmp_path: Path) -> Path:
    """The mirror of two releases; the later one is current."""
    web = tmp_path / "web"
    web.mkdir()
    store, until = FolderStore(web, is_public=True), time.monotonic() + 60
    for name in (OLD, NEW):
        one = release(tmp_path / "published", site, name)
        put_release(store, one, tmp_path / "published" / name, until=until)
        lead_to(store, one, tmp_path / "published" / name, until=until)
    return web


@pytest.fixture
def address(web: Path) -> Iterator[str]:
    with shown(web) as address:
        yield address


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("", "index.html"),
        ("current/", "index.html"),
        ("current/index.html?bahasa=en", "index.html?bahasa=en"),
        ("current/wilayah/72.05.html?bahasa=en#target", "wilayah/72.05.html?bahasa=en#target"),
    ],
)
def test_an_address_of_the_current_release_leads_there(browser: "Browser", address: str, asked: str, page: str) -> None:
    opened = browser.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.goto(f"{address}/{asked}")
    opened.wait_for_url(f"{address}/{NEW}/{page}")
    assert said == []
    opened.close()


def test_a_page_of_an_earlier_release_leads_to_itself_in_the_current_one(browser: "Browser", address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/{OLD}/wilayah/72.05.html?bahasa=en")
    page.get_by_role("link", name="Open this page in the release that holds").click()
    page.wait_for_url(f"{address}/{NEW}/wilayah/72.05.html?bahasa=en")
    page.wait_for_load_state("networkidle")
    assert page.locator(".other-release").is_hidden()
    page.close()


def test_where_no_release_is_current_the_page_stays_and_says_so(browser: "Browser", web: Path, address: str) -> None:
    lead_nowhere(FolderStore(web))
    page = browser.new_page()
    page.goto(f"{address}/current/wilayah/72.05.html")
    page.wait_for_load_state("networkidle")
    assert page.url == f"{address}/current/wilayah/72.05.html"
    assert "Bila tidak ada, halaman ini tetap tampil." in page.inner_text("main")
    page.close()


def test_without_scripts_the_first_page_still_leads_there(browser: "Browser", address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/current/wilayah/72.05.html")
    page.get_by_role("link", name="rilis yang berlaku").click()
    page.wait_for_url(f"{address}/{NEW}/index.html")
    context.close()
