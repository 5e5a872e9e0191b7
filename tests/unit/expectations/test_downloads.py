"""What branches find in `outbox/panduan`: every template, both guides, and links that lead somewhere there."""

import os
import stat
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import fastexcel
import pytest

from deployments.console.branch_downloads import write_downloads
from docs.branch_guide import BLOCKS
from expectations.contracts import FEEDS
from expectations.templates.downloads import GUIDE_FILES, INDEX_FILE, download_files
from settings import Settings

DAY = date(2026, 1, 31)
PAGES = [INDEX_FILE, *GUIDE_FILES.values()]


class Page(HTMLParser):
    """The tags, the links and the text of a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return download_files(on=DAY)


def test_every_feed_has_a_blank_template(files: dict[str, bytes]) -> None:
    for feed in FEEDS.values():
        read = fastexcel.read_excel(files[f"TEMPLAT_{feed.file_prefix}.xlsx"]).load_sheet(feed.file_prefix)
        assert [column.name for column in read.available_columns()] == [field.header for field in feed.fields]
        assert read.height == 0


@pytest.mark.parametrize("name", PAGES)
def test_pages_load_nothing_and_lead_to_files_that_are_there(name: str, files: dict[str, bytes]) -> None:
    page = Page(files[name])
    assert page.tags.isdisjoint({"script", "img", "iframe", "form"})
    assert {link for link in page.links if link != "data:,"} <= files.keys()


def test_the_first_page_leads_to_all(files: dict[str, bytes]) -> None:
    assert {*Page(files[INDEX_FILE]).links} - {"data:,"} == files.keys() - {INDEX_FILE}


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_guides_are_whole_and_in_the_language_of_their_page(language: str, files: dict[str, bytes]) -> None:
    page = Page(files[GUIDE_FILES[language]])
    for table in BLOCKS.values():
        for line in table("id" if language == "id" else "en").splitlines():
            (first, *_) = line.removeprefix("| ").split(" | ")
            if line.startswith("| `"):
                assert first.strip("`") in page.text
    assert page.text.count("<!--") == 0
    assert f'lang="{language}"'.encode() in files[GUIDE_FILES[language]]


def test_what_a_version_before_wrote_is_replaced_and_everybody_may_read_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    umask = os.umask(0o077)
    try:
        place = write_downloads(settings, on=DAY)
        (place / INDEX_FILE).write_text("of a version before")
        (place / "catatan.txt").write_text("of the operator")
        assert write_downloads(settings, on=DAY) == place == tmp_path / "outbox" / "panduan"
    finally:
        os.umask(umask)
    assert {path.name: path.read_bytes() for path in place.iterdir() if path.name != "catatan.txt"} == download_files(
        on=DAY
    )
    assert (place / "catatan.txt").read_text() == "of the operator"
    modes = [stat.S_IMODE((place / name).stat().st_mode) for name in ("", INDEX_FILE, "TEMPLAT_PESERTA.xlsx")]
    assert [oct(mode) for mode in modes] == ["0o755", "0o644", "0o644"]
