"""Settings, secrets and branch list, each broken for real."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deployments.cli import app
from settings import Settings
from settings.errors import EarlierNames
from tasks.operations.doctor.finding import Health
from tasks.operations.doctor.installation.boundaries import check_boundaries
from tasks.operations.doctor.installation.configuration import check_branches, check_secrets, check_variables
from tests.unit.operations.doctor.conftest import Failing
from warehouse.dimensions.regions import load_regions

CHECKS = (check_variables, check_secrets, check_branches)


def test_doctor_finds_nothing_in_a_sound_configuration(failing: Failing) -> None:
    assert [failing(check) for check in CHECKS] == [[], [], []]


def test_a_variable_that_is_no_setting(failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_GRACE_MONTHS__PU", "2")
    monkeypatch.setenv("UCJ_GRACE_MONTH", "2")
    (found,) = failing(check_variables)
    assert found.health is Health.WARN
    assert "UCJ_GRACE_MONTH is no setting" in found.says


def test_a_variable_with_an_earlier_name(failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_SERVER__HOST", "127.0.0.1")
    monkeypatch.setenv("UCJ_SERVER_PORT", "4300")
    with pytest.warns(EarlierNames):
        (found,) = failing(check_variables)
    assert (found.health, found.do) == (Health.WARN, "Name it UCJ_SERVER__PORT.")
    assert "UCJ_SERVER_PORT is an earlier name" in found.says


@pytest.mark.parametrize("content", ['smtp_password = "geheim"\n', '[smtp]\npassword = "geheim"\n'])
def test_a_secret_of_a_group_in_a_file_that_others_read(home: Path, failing: Failing, content: str) -> None:
    settings = Settings()
    (home / "ucj.toml").write_text(content)
    (home / "ucj.toml").chmod(0o644)
    (found,) = list(check_secrets(settings))
    assert "holds smtp.password and can be read by others" in found.says
    assert f"{home}/secret/ucj_smtp_password" in found.do


def test_a_secret_in_a_file_that_others_read(home: Path, failing: Failing) -> None:
    (home / "ucj.toml").write_text('database_url = "postgresql://u:geheim@db/ucj"\n')
    (home / "ucj.toml").chmod(0o644)
    (found,) = failing(check_secrets)
    assert found.health is Health.FAIL
    assert f"chmod 600 {home}/ucj.toml" in found.do
    assert f"{home}/secret/ucj_database_url" in found.do
    (home / "ucj.toml").chmod(0o600)
    assert failing(check_secrets) == []


@pytest.mark.parametrize(
    ("content", "health", "says"),
    [
        (None, Health.WARN, "no branch list"),
        (b"code,name\nK01,a\nK01,b\n", Health.FAIL, "K01 is there twice"),
        (b"kode\nK01\n", Health.FAIL, "lacks the columns"),
        (b"code,name\nK01,\xff\n", Health.FAIL, "cannot be read as UTF-8"),
        (b"code,name\nK01,a\nK02,b\n", Health.WARN, "no folder in the inbox and cannot deliver: K02"),
        (b"code,name\n", Health.WARN, "1 folder of the inbox is not in the list"),
    ],
)
def test_doctor_reads_the_branch_list(
    home: Path, failing: Failing, content: bytes | None, health: Health, says: str
) -> None:
    (home / "branches.csv").unlink()
    if content is not None:
        (home / "branches.csv").write_bytes(content)
    (found,) = failing(check_branches)
    assert (found.health, says in found.says) == (health, True), found


@pytest.mark.parametrize(
    "line",
    [
        'workers = "many geheim"',
        "colour = 1",
        "workers = = geheim",
        "[grace_months]\nPU = 99",
        '[server]\nport = "geheim"',
    ],
)
def test_settings_that_are_not_valid_are_the_only_finding(home: Path, line: str) -> None:
    (home / "ucj.toml").write_text(f"{line}\n")
    told = CliRunner().invoke(app, ["doctor", "--json"])
    (found,) = json.loads(told.stdout)
    assert (told.exit_code, found["check"], found["health"]) == (1, "settings", "fail")
    assert found["do"]
    assert "geheim" not in told.output


def test_doctor_reads_the_boundary_file_where_one_is_set(
    home: Path, failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(check_boundaries(Settings())) == []
    monkeypatch.setenv("UCJ_BOUNDARIES_FILE", "batas.json")
    (found,) = failing(check_boundaries)
    assert "batas.json cannot be read" in found.says
    square = [[120, 1], [121, 1], [121, 2], [120, 2], [120, 1]]
    features = [
        {"type": "Feature", "id": code, "geometry": {"type": "Polygon", "coordinates": [square]}}
        for code in load_regions().regencies["code"]
    ]
    (home / "batas.json").write_text(json.dumps({"type": "FeatureCollection", "features": features[1:]}))
    (found,) = failing(check_boundaries)
    assert found.health is Health.FAIL
    assert "1 regency is missing: 11.01" in found.says
    (home / "batas.json").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [one.says for one in check_boundaries(Settings())] == ["514 regencies in batas.json."]
