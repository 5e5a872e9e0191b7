"""A browser, for the sheets that are printed."""

from tests.browser.conftest import browser

__all__ = ["browser"]
