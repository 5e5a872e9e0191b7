"""The Data Docs of both gates in a real browser, with the network watched."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from expectations.data_docs.site import build_site
from expectations.data_docs.store import keep_validation
from tasks.check.check import check_extract
from tasks.check.documented import document_check
from tasks.states import Received
from tests.unit.data_docs.made import BROKEN, HELD, WARNED, made
from tests.unit.read.extracts import ENROLMENT, HEADERS, ROWS, accept, text
from warehouse.files.durable import write_private
from warehouse.records import Status, Verdict

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]
BAD = tuple(("123", "1", "Ani", "XX", "kapan", "y") for _ in range(30))
NO_BREAK = "X" * 90


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a checked file, and of made validations with everything a page can show."""
    docs = tmp_path_factory.mktemp("docs")
    received = Received(
        submission_id=12,
        file_name="PESERTA_K01_20251231.csv",
        folder="K01",
        branch="K01",
        feed="enrolment",
        position_date=date(2025, 12, 31),
        revision=0,
        sha256="",
        bytes=0,
        archived=docs,
        approved=False,
    )
    extract = accept(text([*ROWS, *BAD], headers=HEADERS).encode())
    checked = check_extract(extract, feed=ENROLMENT, max_reject_share=1.0)
    at = datetime(2026, 1, 1, 3, tzinfo=UTC)
    verdict = Verdict(status=Status.ACCEPTED_WITH_REJECTS, counts=checked.counts)
    document_check(checked, received=received, verdict=verdict, docs=docs, at=at)
    long = replace(BROKEN, code=NO_BREAK, text_id=NO_BREAK, columns=(NO_BREAK,), check=NO_BREAK, fault=NO_BREAK)
    keep_validation(
        made("2025-12-31-abc", rules=(long, WARNED, HELD), remarks=(NO_BREAK,)), folder=docs, write=write_private
    )
    return build_site(docs, write=write_private).parent


@pytest.fixture
def open_page(browser: "Browser", site: Path) -> Iterator[Open]:
    """Opens a page of the site; afterwards nothing but the site's own pages was asked for, and nothing complained."""
    asked: list[str] = []
    said: list[str] = []
    contexts = []

    def opened(place: str = "index.html", **options: Any) -> "Page":
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto((site / place).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    pages = {path.as_uri() for path in site.rglob("*.html")}
    assert {url for url in asked if not url.startswith("data:")} - pages == set()
    assert said == []


ALL = ("index.html", "days/2026-01-01.html", "validations/S000012.html", "validations/2025-12-31-abc.html")


@pytest.mark.parametrize("place", ALL)
def test_page_is_never_wider_than_the_screen(open_page: Open, place: str) -> None:
    page = open_page(place)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("window.innerWidth") == width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_the_index_to_a_rule_and_back(open_page: Open) -> None:
    page = open_page()
    first = page.locator(".list li").filter(has_text="S000012")
    assert "PESERTA_K01_20251231.csv" in first.inner_text()
    assert "2026-01-01 10:00:00 WIB" in first.inner_text()
    assert "accepted_with_rejects" in first.inner_text()
    first.get_by_role("link").click()
    assert page.inner_text("h1") == "PESERTA_K01_20251231.csv"
    rule = page.locator(".rule").filter(has_text="NIK_LENGTH")
    seen = rule.inner_text()
    for part in ("NIK harus 16 digit angka", "NIK must be 16 digits", "kritis", "30 / 33", "90,91\u00a0%", "5, 6, 7"):
        assert part in seen
    assert "^[0-9]{16}$" not in seen
    rule.locator("summary").click()
    assert "^[0-9]{16}$" in rule.inner_text()
    page.get_by_role("link", name="2026-01-01").click()
    page.get_by_role("link", name="Data Docs").click()
    assert page.url.endswith("/index.html")


@pytest.mark.parametrize("place", ALL)
def test_page_has_names_for_what_it_shows(open_page: Open, place: str) -> None:
    page = open_page(place)
    assert page.title()
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(one => Number(one.tagName[1]))")
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.evaluate("document.documentElement.lang") == "id"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["index.html", "validations/S000012.html"])
def test_words_stand_out_from_their_ground(open_page: Open, place: str, scheme: str) -> None:
    """WCAG 2 AA: a contrast of 4.5 for text."""
    page = open_page(place, color_scheme=scheme)
    assert page.evaluate(LEAST_CONTRAST) >= 4.5


def test_page_prints_every_rule(open_page: Open) -> None:
    page = open_page("validations/S000012.html")
    page.emulate_media(media="print")
    assert page.locator(".held li").last.is_visible()
    assert not page.locator("nav").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


LEAST_CONTRAST = """() => {
  const shine = text => {
    const [r, g, b] = text.match(/[0-9.]+/g).map(part => part / 255)
      .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = part => {
    const found = getComputedStyle(part).backgroundColor;
    return found === 'rgba(0, 0, 0, 0)' ? ground(part.parentElement) : found;
  };
  const worded = [...document.body.querySelectorAll('*')].filter(
    part => [...part.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()));
  return Math.min(...worded.map(part => {
    const both = [shine(getComputedStyle(part).color), shine(ground(part))];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
  }));
}"""
