"""Service files that are shipped: units that systemd takes, containers that start pieces there are."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from deployments.server.services import PIECES

DEPLOYMENTS = Path(__file__).resolve().parents[3] / "deployments"
UNITS = sorted((DEPLOYMENTS / "systemd").glob("*.service"))
STARTED = re.compile(r"ucj serve --only (\w+)")


def test_a_unit_for_each_lasting_piece() -> None:
    started = [piece for unit in UNITS for piece in STARTED.findall(unit.read_text())]
    assert sorted(started) == sorted(PIECES)


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("systemd-analyze is not installed")
    units = [tmp_path / unit.name for unit in UNITS]
    for unit, copy in zip(UNITS, units, strict=True):
        copy.write_text(unit.read_text().replace("/opt/ucj/.venv/bin/ucj", shutil.which("true") or ""))
    verified = subprocess.run(
        ["systemd-analyze", "verify", *map(str, units)], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, [line for line in verified.stderr.splitlines() if "ucj-" in line]) == (0, [])


def test_containers_start_pieces_there_are() -> None:
    services = yaml.safe_load((DEPLOYMENTS / "compose.yaml").read_text())["services"]
    started = {name: STARTED.findall(service["command"]) for name, service in services.items()}
    assert {name: pieces for name, pieces in started.items() if pieces} == {piece: [piece] for piece in PIECES}
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
