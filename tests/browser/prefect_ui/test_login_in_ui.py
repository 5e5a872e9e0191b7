"""How people get into the Prefect UI of a served home: the operator in two steps, readers through the proxy."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.integration.reader_proxy import READER, proxied
from tests.integration.served import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served"), UCJ_SERVER__STOP_SECONDS="5") as one:
        yield one


def test_the_operator_enters_the_login_and_sees_what_is_deployed(
    browser: "Browser", served: Served, screenshots: Path
) -> None:
    shown = served.python("deployments", "serve", "--show-login").stdout.strip()
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.goto(served.url)
    asked = page.locator("input[type=password]")
    asked.wait_for()
    page.screenshot(path=screenshots / "login.png")
    asked.fill(f"{shown}x")
    page.keyboard.press("Enter")
    page.get_by_text("Invalid").or_(page.get_by_text("failed")).first.wait_for()
    asked.fill(shown)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Deployments").click()
    page.get_by_text("run-daily").first.wait_for()
    page.screenshot(path=screenshots / "logged-in.png")
    context.close()


def test_a_reader_sees_the_ui_and_cannot_start_a_run(
    browser: "Browser", served: Served, screenshots: Path, tmp_path: Path
) -> None:
    deployment = served.deployments()["publish-release"]["id"]
    with proxied(tmp_path / "nginx", port=served.port, login=served.login) as address:
        user, password = READER
        context = browser.new_context(
            viewport={"width": 1400, "height": 1000}, http_credentials={"username": user, "password": password}
        )
        page = context.new_page()
        page.goto(f"{address}/v2/deployments/deployment/{deployment}")
        page.get_by_text("publish-release").first.wait_for()
        page.get_by_role("button", name="Run").first.click()
        with page.expect_response(lambda answer: answer.url.endswith("/create_flow_run")) as refused:
            page.get_by_role("menuitem", name="Quick run").click()
        page.screenshot(path=screenshots / "reader.png")
        assert refused.value.status == 403
        context.close()
    assert served.runs("publish-release") == []
