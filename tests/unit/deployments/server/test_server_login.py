"""The login of the Prefect server: made once, for the operator alone, and shown only where it is asked for."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deployments.cli import app
from deployments.server.environment import names_of_server, prefect_environment, server_url
from deployments.server.login import ensure_login, login_of, login_path
from settings import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("UCJ_SERVER__AUTH", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UCJ_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_login_is_made_once_for_the_operator_alone(home: Path) -> None:
    settings = Settings()
    assert login_of(settings) == ""
    assert ensure_login(settings) == home / "secret" / "ucj_server_auth"
    login = login_of(settings)
    user, password = login.split(":")
    assert (user, len(password)) == ("ucj", 32)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (login_path(settings), home / "secret")] == [0o600, 0o700]
    assert [path.name for path in (home / "secret").iterdir()] == ["ucj_server_auth"]
    assert ensure_login(settings) is None
    assert login_of(settings) == login == Settings().server.auth.get_secret_value()


def test_homes_have_different_logins(home: Path) -> None:
    settings = [Settings(home=home / name) for name in ("one", "two")]
    for one in settings:
        ensure_login(one)
    assert login_of(settings[0]) != login_of(settings[1])


def test_those_who_start_at_once_agree(home: Path) -> None:
    def begin(_: int) -> tuple[bool, str]:
        made = ensure_login(Settings()) is not None
        return made, login_of(Settings())

    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(begin, range(40)))
    assert sum(made for made, _ in begun) == 1
    assert len({login for _, login in begun}) == 1


def test_a_login_that_is_set_wins_and_none_is_made(home: Path) -> None:
    settings = Settings(server={"auth": "operator:geheim"})
    assert ensure_login(settings) is None
    assert not home.exists()
    assert prefect_environment(settings)["PREFECT_SERVER_API_AUTH_STRING"] == "operator:geheim"


def test_an_empty_setting_does_not_open_the_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_SERVER__AUTH", "")
    ensure_login(Settings())
    login = login_path(Settings()).read_text().strip()
    known = prefect_environment(Settings())
    assert known["PREFECT_SERVER_API_AUTH_STRING"] == known["PREFECT_API_AUTH_STRING"] == login != ""


def test_only_serve_shows_it_and_only_when_asked(home: Path) -> None:
    said = CliRunner().invoke(app, ["init"]).output + CliRunner().invoke(app, ["init", "--json"]).output
    login = login_of(Settings())
    assert login
    assert login.partition(":")[2] not in said
    assert CliRunner().invoke(app, ["serve", "--show-login"]).output == f"{login}\n"
    assert not (home / "prefect" / "server.log").exists()


def test_a_server_is_asked_under_its_names(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"127.0.0.1", "localhost", "[::1]"}
    assert set(names_of_server(Settings())) == here
    assert set(names_of_server(Settings(server={"host": "0.0.0.0"}))) == here
    public = Settings(server={"host": "10.0.0.3", "public_url": "https://ucj.example.go.id:8443/"})
    assert set(names_of_server(public)) == here | {"10.0.0.3", "ucj.example.go.id"}
    monkeypatch.setenv("PREFECT_API_URL", "http://server:4200/api")
    assert set(names_of_server(Settings())) == here | {"server"}
    assert server_url(Settings(server={"host": "::1"})) == "http://[::1]:4200"
