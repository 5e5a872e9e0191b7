"""Where settings come from, and that secrets among them do not show."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from settings import Settings

ADDRESS = "postgresql://ucj:geheim@db/ucj"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    (tmp_path / "secret").mkdir()
    return tmp_path


def test_secrets_come_from_files(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (home / "ucj.toml").write_text('database_url = "sqlite:///other.db"\n')
    (home / "secret" / "ucj_database_url").write_text(f"{ADDRESS}\n")
    assert Settings().sqlalchemy_url == ADDRESS
    credentials = tmp_path / "credentials"  # as systemd hands them over
    credentials.mkdir()
    (credentials / "ucj_server_auth").write_text("operator:geheim")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert Settings().server_auth.get_secret_value() == "operator:geheim"
    monkeypatch.setenv("UCJ_DATABASE_URL", "sqlite:///mine.db")
    assert Settings().sqlalchemy_url == "sqlite:///mine.db"


def test_secrets_do_not_show(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_DATABASE_URL", ADDRESS)
    monkeypatch.setenv("UCJ_SERVER_AUTH", "operator:geheim")
    settings = Settings()
    shown = [repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json(), f"{settings!r:s}"]
    assert [text for text in shown if "geheim" in text] == []
    assert "geheim" in str(settings.sqlalchemy_url)


def test_cohorts_begin_on_first_days_of_months(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "ucj.toml").write_text("cohort_since = [2022-03-01, 2024-11-01]\n")
    assert Settings().cohort_since == (date(2022, 3, 1), date(2024, 11, 1))
    monkeypatch.setenv("UCJ_COHORT_SINCE", '["2022-03-02"]')
    with pytest.raises(ValidationError, match="not 2022-03-02"):
        Settings()
