"""A real browser: Playwright drives the system's Chromium; nothing is downloaded."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, for a module: while Playwright holds it, no event loop can be run in its thread, as other tests do.

    Without Chromium these tests are skipped loudly, and fail where `CI` is set.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = "the Python package playwright"
    else:
        missing = "" if CHROMIUM.exists() else f"{CHROMIUM} (set CHROMIUM to another path)"
    if missing:
        message = f"BROWSER TESTS NOT RUN: {missing} is missing"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()
