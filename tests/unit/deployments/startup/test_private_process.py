"""No process of ours leaves a dump of its memory, and its files are for their owner."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

SERVICES = sorted((Path(__file__).resolve().parents[4] / "deployments" / "systemd").glob("*.service"))
FLOW = """
import os, resource, runpy
os.environ["PREFECT__FLOW_RUN_ID"] = "00000000-0000-0000-0000-000000000000"
runpy.run_module = lambda *_, **__: print(resource.getrlimit(resource.RLIMIT_CORE), os.umask(0))
from deployments.server.flow_process import main
main()
"""
COMMAND = """
import os, resource, sys
from deployments import cli
cli.app = lambda **_: print(resource.getrlimit(resource.RLIMIT_CORE), os.umask(0))
cli.main()
"""


def with_dumps() -> None:
    """As on a machine that dumps what crashed."""
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


@pytest.mark.parametrize("program", [FLOW, COMMAND], ids=["flow", "command"])
def test_it_starts_without_dumps(program: str, tmp_path: Path) -> None:
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("DUMPS NOT TRIED: this machine allows none at all")
    environment = {**os.environ, "UCJ_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        preexec_fn=with_dumps,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == f"(0, 0) {0o077}", done.stderr


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_services_start_without_dumps(service: Path) -> None:
    assert "\nLimitCORE=0\n" in service.read_text().partition("[Service]")[2]
