"""Which server is asked for schedules and runs: one that lasts, never that of the command itself."""

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.runtime.server_record import OWN_SERVER
from flows.runtime.server_status import lasting_server

URL = "http://127.0.0.1:8123/api"


@pytest.mark.parametrize(("own", "asked"), [(None, URL), (URL, ""), ("http://127.0.0.1:8999/api", URL)])
def test_the_server_of_this_command_alone_is_not_asked(
    own: str | None, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(OWN_SERVER, raising=False)
    if own is not None:
        monkeypatch.setenv(OWN_SERVER, own)
    with temporary_settings({PREFECT_API_URL: URL}):
        assert lasting_server() == asked
