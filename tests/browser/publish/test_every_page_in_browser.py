"""Every kind of page at three widths, light, dark and printed: nothing runs over, and axe finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.publish.conftest import Open

PAGES = ("index.html", "basis/domicile.html", "wilayah/72.html", "wilayah/72.05.html", "halaman/perubahan.html",
         "halaman/mutu-data.html", "halaman/metode.html", "halaman/unduh.html", "halaman/riwayat.html")  # fmt: skip
WIDTHS = (320, 768, 1280)
WIDTH_OF_SCHEME = {"light": 320, "dark": 1280}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_screen(open_page: Open, path: str) -> None:
    """No script looks at the width: a window that becomes wider shows what one opened at that width shows."""
    page = open_page(path)
    for language in ("id", "en"):
        page.goto(f"{page.url.partition('?')[0]}?bahasa={language}")
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("window.innerWidth") == width
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    plain = open_page(path, java_script_enabled=False)
    for width in WIDTHS:
        plain.set_viewport_size({"width": width, "height": 800})
        box = plain.locator("body").bounding_box()
        assert box is not None
        assert box["width"] <= width


@pytest.mark.parametrize("scheme", WIDTH_OF_SCHEME)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Open, path: str, scheme: str) -> None:
    page = open_page(path, viewport={"width": WIDTH_OF_SCHEME[scheme], "height": 800}, color_scheme=scheme)
    found = Axe().run(page, options={"runOnly": STANDARDS, "preload": False, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert len(found.response["passes"]) > 15


@pytest.mark.parametrize("path", PAGES)
def test_a_page_prints_what_it_says_without_its_buttons(open_page: Open, path: str) -> None:
    page = open_page(path)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.get_by_role("button", name="English").count() == 0
    assert not page.locator(".site").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
