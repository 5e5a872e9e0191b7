"""The example for nginx shows templates and guides to a clerk without a login, and nothing else of the home."""

from datetime import date
from pathlib import Path

import httpx

from deployments.console.branch_downloads import write_downloads
from settings import Settings
from tests.integration.reader_proxy import proxied


def test_templates_and_guides_are_shown_without_a_login_and_nothing_else_of_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    place = write_downloads(Settings(home=home), on=date(2026, 1, 31))
    (home / "outbox" / "K01").mkdir()
    (home / "outbox" / "K01" / "receipt.json").write_text("of K01")
    with proxied(tmp_path / "nginx", port=9, login="user:password", home=home) as address:
        for name in ("index.html", "TEMPLAT_PESERTA.xlsx", "panduan-cabang.html"):
            assert httpx.get(f"{address}/panduan/{name}").content == (place / name).read_bytes()
        page = httpx.get(f"{address}/panduan/")
        assert (page.headers["content-type"], page.content) == ("text/html", (place / "index.html").read_bytes())
        for path in (
            "/panduan/../K01/receipt.json",
            "/panduan/%2e%2e/K01/receipt.json",
            "/panduan..%2fK01/receipt.json",
        ):
            assert httpx.get(f"{address}{path}").status_code in {400, 401, 404}
        assert httpx.get(f"{address}/K01/receipt.json").status_code == 401
