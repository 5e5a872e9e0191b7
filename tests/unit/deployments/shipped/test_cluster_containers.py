"""Containers of a Dask cluster do what its units do, and Compose takes the files where it is installed."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOYMENTS = Path(__file__).resolve().parents[4] / "deployments"
CLUSTER = DEPLOYMENTS / "compose-cluster.yaml"
COMMAND = re.compile(r"^ExecStart=/opt/ucj/\.venv/bin/(.*)$", re.MULTILINE)
STOPPED = re.compile(r"^TimeoutStopSec=(\d+)min$", re.MULTILINE)
REQUIRED = re.compile(r"\$\{(\w+):\?[^}]+\}")
ENVIRONMENT = {
    "CLUSTER_HOST": "10.0.0.5",
    "CLUSTER_WORKERS": "4",
    "CLUSTER_USER": "997:997",
    "UCJ_EXECUTION__ADDRESS": "tls://10.0.0.5:8786",
}


@pytest.fixture
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(CLUSTER.read_text())["services"]
    return found


@pytest.mark.parametrize("piece", ["scheduler", "worker"])
def test_a_container_does_what_the_unit_does(services: dict[str, Any], piece: str) -> None:
    unit = (DEPLOYMENTS / "systemd" / f"ucj-cluster-{piece}.service").read_text()
    command = services[piece]["command"]
    assert [REQUIRED.sub(r"${\1}", command).split()] == [one.split() for one in COMMAND.findall(unit)]
    assert set(REQUIRED.findall(command)) <= ENVIRONMENT.keys()
    assert [services[piece]["stop_grace_period"]] == [f"{minutes}m" for minutes in STOPPED.findall(unit)]


def test_pieces_may_write_to_the_home_and_to_their_own_scratch_only(services: dict[str, Any]) -> None:
    for name in ("scheduler", "worker"):
        piece = services[name]
        assert piece["read_only"] is True
        assert piece["cap_drop"] == ["ALL"]
        assert piece["security_opt"] == ["no-new-privileges:true"]
        assert REQUIRED.findall(piece["user"]) == ["CLUSTER_USER"]
        assert {mount.partition(":")[0] for mount in piece["tmpfs"]} == {"/tmp", "/run/ucj-cluster"}
        writable = [one for one in piece["volumes"] if isinstance(one, dict) or not one.endswith(":ro")]
        assert [one["target"] for one in writable] == ["/srv/ucj"]
        assert writable[0]["bind"] == {"create_host_path": False}
    assert [name for name, one in services.items() if "ports" in one] == []


def test_what_is_not_asked_for_is_not_started(services: dict[str, Any]) -> None:
    profiles = {name: service["profiles"] for name, service in services.items()}
    assert profiles == {"install": ["scheduler", "worker"], "scheduler": ["scheduler"], "worker": ["worker"]}


@pytest.fixture
def compose() -> list[str]:
    """The command of Compose, the plugin or the program of its own."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if (
            shutil.which(command[0])
            and subprocess.run([*command, "version"], capture_output=True, check=False).returncode == 0
        ):
            return command
    pytest.skip("Compose is not installed, here and where the checks run")


@pytest.mark.parametrize("file", sorted(DEPLOYMENTS.glob("compose*.yaml")), ids=lambda file: file.name)
def test_compose_takes_the_file(compose: list[str], tmp_path: Path, file: Path) -> None:
    """The first version knows neither `name` nor `create_host_path`, and both look for the file of the environment."""
    environment = tmp_path / "environment"
    environment.write_text("".join(f"{name}={value}\n" for name, value in ENVIRONMENT.items()))
    text = file.read_text().replace("/etc/ucj/environment", str(environment))
    if compose == ["docker-compose"]:
        text = re.sub(r"^name:.*\n|^.*create_host_path.*\n", "", text, flags=re.MULTILINE)
    copy = tmp_path / file.name
    copy.write_text(text)
    wanted = ["--file", str(copy), "--env-file", str(environment), "--profile", "scheduler", "--profile", "worker"]
    done = subprocess.run([*compose, *wanted, "config"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    resolved = yaml.safe_load(done.stdout)["services"]
    assert resolved.keys() == yaml.safe_load(text)["services"].keys()
    assert "${" not in done.stdout
    without = subprocess.run([*compose, "--file", str(copy), "--profile", "worker", "config"],
                             capture_output=True, text=True, check=False, cwd=tmp_path)  # fmt: skip
    assert (without.returncode == 0) is ("CLUSTER_HOST" not in text)
