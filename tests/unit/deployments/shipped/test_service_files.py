"""Service files that are shipped: units that systemd takes, containers that start services there are."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from deployments.server.serving.services import SERVICES

DEPLOYMENTS = Path(__file__).resolve().parents[4] / "deployments"
UNITS = sorted((DEPLOYMENTS / "systemd").glob("*.service"))
STARTED = re.compile(r"ucj serve --only (\w+)")
INSTALLED = re.compile(r"/opt/ucj/\.venv/bin/\w+")


def test_a_unit_for_each_lasting_service() -> None:
    started = [service for unit in UNITS for service in STARTED.findall(unit.read_text())]
    assert sorted(started) == sorted(SERVICES)


@pytest.fixture
def systemd() -> None:
    if shutil.which("systemd-analyze") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("systemd-analyze is not installed")


@pytest.mark.usefixtures("systemd")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    units = [tmp_path / unit.name for unit in UNITS]
    for unit, copy in zip(UNITS, units, strict=True):
        copy.write_text(INSTALLED.sub(shutil.which("true") or "", unit.read_text()))
    verified = subprocess.run(
        ["systemd-analyze", "verify", *map(str, units)], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, [line for line in verified.stderr.splitlines() if "ucj-" in line]) == (0, [])


@pytest.mark.usefixtures("systemd")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_exposed_no_more_than_three_of_ten(unit: Path) -> None:
    told = subprocess.run(
        ["systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=30", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Overall exposure level" in told.stdout
    assert told.returncode == 0, told.stdout


@pytest.mark.usefixtures("systemd")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes users")
def test_the_user_and_the_folders_of_the_units_are_made(tmp_path: Path) -> None:
    for kind in ("sysusers", "tmpfiles"):
        place = tmp_path / "usr" / "lib" / f"{kind}.d"
        place.mkdir(parents=True)
        shutil.copy(DEPLOYMENTS / "systemd" / f"ucj.{kind}.conf", place / "ucj.conf")
    (tmp_path / "etc").mkdir()
    subprocess.run(["systemd-sysusers", f"--root={tmp_path}"], capture_output=True, check=True)
    made = subprocess.run(
        ["systemd-tmpfiles", f"--root={tmp_path}", "--create", "ucj.conf"], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    assert "ucj:x:" in (tmp_path / "etc" / "passwd").read_text()
    assert (tmp_path / "srv" / "ucj").stat().st_mode & 0o777 == 0o750
    environment = tmp_path / "etc" / "ucj" / "environment"
    assert (environment.read_text(), environment.stat().st_mode & 0o777) == ("UCJ_HOME=/srv/ucj\n", 0o600)


def test_containers_start_services_there_are() -> None:
    services = yaml.safe_load((DEPLOYMENTS / "compose.yaml").read_text())["services"]
    started = {name: STARTED.findall(service["command"]) for name, service in services.items()}
    assert {name: found for name, found in started.items() if found} == {name: [name] for name in SERVICES}
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
