"""The receipt in a real browser: fits a phone, asks for nothing else, prints."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tasks.check.receipt import Previous
from tasks.check.receipt.files import arrival_files, result_files
from tests.unit.check.receipts import ISSUES, LINES, submission
from warehouse.records import Issue, Status

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAME = "PESERTA_K01_20251231_R1<script>document.title='run'</script>" + "x" * 120 + ".csv"
FACTS = {
    "format": "csv",
    "container": "gzip",
    "encoding": "utf-16",
    "delimiter": ";",
    "header_row": 3,
    "drift": [{"kind": "extra", "columns": ["KOLOM_" + "PANJANG_" * 8] * 8, "policy": "warn"}],
}


def receipts() -> dict[str, bytes]:
    then = (Issue(code="NIK_SEX", severity=ISSUES[1].severity, columns=("NIK",), row_count=9),)
    before = Previous(submission=submission(id=3, file_name=NAME), issues=then)
    hostile = submission(file_name=NAME, details={"file": FACTS, "reason_detail": NAME}, reason_code="NAME_INVALID")
    return {
        "result": result_files(hostile, issues=ISSUES, lines=LINES, previous=before)["receipt.html"],
        "arrival": arrival_files(submission(status=Status.RECEIVED, rows_read=0))["receipt.html"],
    }


@pytest.mark.parametrize("kind", ["result", "arrival"])
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light")])
def test_the_page_fits_and_keeps_to_itself(
    browser: "Browser", tmp_path: Path, kind: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    place = tmp_path / "receipt.html"
    place.write_bytes(receipts()[kind])
    asked: list[str] = []
    said: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(place.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.title().startswith("S000012 · PESERTA_K01")
        assert page.pdf().startswith(b"%PDF")
    assert [url for url in asked if not url.startswith("data:")] == [place.as_uri()]
    assert said == []
