"""The page of the restricted edition: read on a phone and a desk, light and dark; axe finds nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tasks.publish.editions.edition import RESTRICTED
from tasks.publish.editions.notice import notice_page
from tasks.publish.files.workbook.workbooks import workbook_regions
from tests.browser.publish.test_every_page_in_browser import STANDARDS
from tests.unit.publish.made_facts import AS_OF

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_the_warning_stands_first_and_every_workbook_is_named(
    browser: "Browser", tmp_path: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    books = {path: name for path, (_, name) in workbook_regions(AS_OF, edition=RESTRICTED).items()}
    tables = ["restricted-ucj_coverage.csv", "restricted-ucj_segment_funder.parquet"]
    file = tmp_path / "index.html"
    file.write_bytes(notice_page(tables, workbooks=books, release_id=f"{AS_OF}-0123456789ab", as_of=AS_OF))
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(file.as_uri())
    assert page.inner_text("body").startswith("TERBATAS")
    assert page.locator("li a").all_inner_texts() == [*books.values(), *tables]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": STANDARDS, "preload": False, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    page.close()
