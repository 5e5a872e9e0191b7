"""Where settings come from, and that secrets among them do not show."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from settings import Settings
from settings.earlier_names import EARLIER
from settings.errors import EarlierNames, SettingGivenTwice
from settings.listing import groups_of, list_settings

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
    assert Settings().server.auth.get_secret_value() == "operator:geheim"
    monkeypatch.setenv("UCJ_DATABASE_URL", "sqlite:///mine.db")
    assert Settings().sqlalchemy_url == "sqlite:///mine.db"


def test_secrets_do_not_show(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_DATABASE_URL", ADDRESS)
    monkeypatch.setenv("UCJ_SERVER__AUTH", "operator:geheim")
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


def test_a_group_is_a_table_of_the_file_and_a_prefix_of_variables(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "ucj.toml").write_text("[alarms]\nreject_share = 0.1\nrun_hours = 2\n[hold]\nmin_rows = 7\n")
    monkeypatch.setenv("UCJ_ALARMS__REJECT_SHARE", "0.2")
    monkeypatch.setenv("UCJ_ALARMS__EMAIL_TO", '["a@contoh.go.id"]')
    monkeypatch.setenv("UCJ_SMTP", '{"host": "mail.contoh.go.id", "user": "ucj@contoh.go.id"}')
    (home / "secret" / "ucj_smtp_password").write_text("geheim\n")
    settings = Settings()
    assert (settings.alarms.reject_share, settings.alarms.run_hours, settings.hold.min_rows) == (0.2, 2.0, 7)
    assert (settings.alarms.email_to, settings.smtp.host) == (("a@contoh.go.id",), "mail.contoh.go.id")
    assert settings.smtp.password == SecretStr("geheim")
    assert "geheim" not in repr(settings)
    with pytest.raises(ValidationError):
        settings.alarms.reject_share = 0.3  # type: ignore[misc]  # frozen


@pytest.mark.parametrize("unknown", ["[alarms]\nreject = 1\n", "[alarm]\nreject_share = 0.1\n", "alarms = 3\n"])
def test_a_name_that_no_group_has_is_refused(home: Path, unknown: str) -> None:
    (home / "ucj.toml").write_text(unknown)
    with pytest.raises(ValidationError, match="alarm"):
        Settings()


GIVEN = {  # one value other than the default for each setting that had another name
    "hold_min_rows": 5,
    "hold_low_share": 0.25,
    "hold_high_share": 4.5,
    "object_retention_days": 1,
    "release_retention_days": 2,
    "archive_retention_days": 3,
    "thin_after_days": 4,
    "maintain_purges": True,
    "server_host": "10.0.0.3",
    "server_port": 4300,
    "server_public_url": "https://ucj.contoh.go.id",
    "server_auth": "operator:geheim",
    "prefect_days": 8,
    "stop_seconds": 9.0,
    "silent_seconds": 61.0,
    "given_up_seconds": 62.0,
    "unchecked_seconds": 63.0,
    "alarm_webhook_url": "https://geheim.contoh.go.id",
    "alarm_email_to": ["piket@contoh.go.id"],
    "alarm_email_from": "ucj@contoh.go.id",
    "alarm_run_by": "09:30:00",
    "alarm_run_hours": 1.5,
    "alarm_reject_share": 0.5,
    "alarm_repeat_hours": 12.0,
    "smtp_host": "mail.contoh.go.id",
    "smtp_port": 465,
    "smtp_security": "tls",
    "smtp_user": "pengirim",
    "smtp_password": "geheim",
}


def plain(settings: Settings) -> dict[str, object]:
    """Values under earlier names, secrets in the clear, as they stand in JSON."""
    dumped = settings.model_dump(mode="json")
    secret = {(one.group, one.name) for one in list_settings(Settings) if one.is_secret}
    return {
        old: getattr(getattr(settings, group), name).get_secret_value()
        if (group, name) in secret
        else dumped[group][name]
        for old, (group, name) in EARLIER.items()
    }


def in_file(home: Path, _: pytest.MonkeyPatch) -> None:
    (home / "ucj.toml").write_text("".join(f"{old} = {json.dumps(value)}\n" for old, value in GIVEN.items()))


def in_environment(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for old, value in GIVEN.items():
        monkeypatch.setenv(f"UCJ_{old.upper()}", value if isinstance(value, str) else json.dumps(value))


def in_secret_files(home: Path, _: pytest.MonkeyPatch) -> None:
    for old, value in GIVEN.items():
        text = value if isinstance(value, str) else json.dumps(value)
        (home / "secret" / f"ucj_{old}").write_text(f"{text}\n")


@pytest.mark.parametrize(
    ("give", "example"),
    [
        (in_file, "smtp_host in ucj.toml is now host in [smtp]"),
        (in_environment, "UCJ_ALARM_EMAIL_TO is now UCJ_ALARMS__EMAIL_TO"),
        (in_secret_files, "secret file ucj_alarm_webhook_url is now ucj_alarms_webhook_url"),
    ],
)
def test_earlier_names_are_read_with_one_warning_that_tells_the_present_ones_and_no_value(
    home: Path, monkeypatch: pytest.MonkeyPatch, give: Callable[[Path, pytest.MonkeyPatch], None], example: str
) -> None:
    give(home, monkeypatch)
    with pytest.warns(EarlierNames) as warned:
        settings = Settings()
    assert plain(settings) == GIVEN
    (only,) = warned
    assert example in str(only.message)
    assert [value for value in GIVEN.values() if isinstance(value, str) and value in str(only.message)] == []


def test_every_setting_of_a_group_but_newer_ones_had_an_earlier_name() -> None:
    places = {(group, name) for group, model in groups_of(Settings).items() for name in model.model_fields}
    assert GIVEN.keys() == EARLIER.keys()
    assert set(EARLIER.values()) <= places
    assert len(set(EARLIER.values())) == len(EARLIER)


def test_files_of_secrets_that_were_named_after_setting_and_group_keep_their_names(home: Path) -> None:
    (home / "secret" / "ucj_server_auth").write_text("operator:geheim\n")
    assert Settings().server.auth == SecretStr("operator:geheim")
    (home / "secret" / "ucj_server_auth").rename(home / "secret" / "ucj_server__auth")
    assert Settings().server.auth == SecretStr("operator:geheim")
    (home / "secret" / "ucj_server_auth").write_text("operator:rahasia\n")
    with pytest.raises(SettingGivenTwice, match="ucj_server_auth and ucj_server__auth name the same setting"):
        Settings()


def test_a_stronger_source_wins_whatever_names_the_sources_use(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "ucj.toml").write_text("server_port = 4201\n[alarms]\nrun_hours = 2\n")
    monkeypatch.setenv("UCJ_SERVER__PORT", "4300")
    monkeypatch.setenv("UCJ_ALARM_RUN_HOURS", "3")
    with pytest.warns(EarlierNames):
        settings = Settings()
    assert (settings.server.port, settings.alarms.run_hours) == (4300, 3.0)


def test_a_setting_under_both_names_in_one_source_is_an_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "ucj.toml").write_text('smtp_password = "geheim"\n[smtp]\npassword = "rahasia"\n')
    with pytest.raises(SettingGivenTwice) as raised:
        Settings()
    assert "smtp_password in ucj.toml is an earlier name of password in [smtp], and both are given" in str(raised.value)
    assert not {"geheim", "rahasia"} & set(str(raised.value).split())
    (home / "ucj.toml").unlink()
    monkeypatch.setenv("UCJ_SMTP_PORT", "25")
    monkeypatch.setenv("UCJ_SMTP__PORT", "26")
    with pytest.raises(SettingGivenTwice, match="UCJ_SMTP_PORT is an earlier name of UCJ_SMTP__PORT"):
        Settings()
    monkeypatch.delenv("UCJ_SMTP__PORT")
    monkeypatch.delenv("UCJ_SMTP_PORT")
    (home / "secret" / "ucj_alarm_webhook_url").write_text("https://a.contoh.go.id")
    (home / "secret" / "ucj_alarms_webhook_url").write_text("https://b.contoh.go.id")
    with pytest.raises(SettingGivenTwice, match="secret file ucj_alarm_webhook_url is an earlier name"):
        Settings()
