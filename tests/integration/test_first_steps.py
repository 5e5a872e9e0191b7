"""What the demo prints as first steps works as it is printed: each line is typed into a shell, in order."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from deployments.server.serving.record import living_serving
from settings import Settings

STEP = re.compile(r"^  (?P<command>\S.*?) +# (?P<shows>.+)$", re.MULTILINE)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A shell in which only a port is set, since another test may have the usual one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
    return {**kept, "UCJ_SERVER__PORT": str(port)}


def test_every_step_after_the_demo_works(tmp_path: Path, environment: dict[str, str]) -> None:
    home = tmp_path / "my home"  # a blank, which a shell would split at
    demo = [sys.executable, "-m", "deployments", "demo", "--rows", "300", "--branches", "3"]
    shown = subprocess.run(
        demo, cwd=tmp_path, env={**environment, "UCJ_HOME": str(home)}, capture_output=True, text=True, check=True
    )
    assert not re.search(r"^ucj: .*(\.csv|\.xlsx|\.parquet)", shown.stderr, re.MULTILINE)  # no line an object
    steps = [(step["command"], step["shows"]) for step in STEP.finditer(shown.stdout)]
    assert [command.split()[-1] for command, _ in steps[-3:]] == ["--detach", "--show-login", "stop"]
    assert len(steps) == shown.stdout.partition("First steps")[2].count("\n  ")
    (url,) = re.findall(r"http://\S+", " ".join(shows for _, shows in steps))
    typed = ""
    try:
        for command, _ in steps:
            typed += f"{command}\n" if command.startswith("export") else ""
            line = "" if command.startswith("export") else command
            done = subprocess.run(
                ["sh", "-c", f"{typed}{line}"],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
            if command.endswith("--show-login"):
                user, _, password = done.stdout.strip().partition(":")
                page, run = url.split("/runs/flow-run/")
                answer = httpx.get(f"{page}/api/flow_runs/{run}", auth=(user, password), timeout=60)
                assert answer.json()["state"]["type"] == "COMPLETED"
        assert living_serving(Settings(home=home)) is None
    finally:
        if living_serving(Settings(home=home)) is not None:
            subprocess.run(
                [sys.executable, "-m", "deployments", "stop", "--now"],
                env={**environment, "UCJ_HOME": str(home)},
                check=False,
            )
