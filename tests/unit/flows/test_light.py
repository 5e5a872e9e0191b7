"""Flows that run often and check no file load nothing of what checks files."""

import subprocess
import sys

import pytest

from deployments.registration.specs import DEPLOYMENTS
from deployments.server.flow_process import LIGHT


@pytest.mark.parametrize("name", LIGHT)
def test_light_flows_do_without_great_expectations(name: str) -> None:
    (declared,) = (one for one in DEPLOYMENTS if one.name == name)
    module = declared.entrypoint.rpartition(".")[0]
    code = f"import sys, {module}, tasks.operations.identity.recover; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_command_that_runs_a_flow_leaves_the_server_to_its_own_process() -> None:
    code = (
        "import sys, flows.run_daily, flows.reprocess;"
        "import deployments.server.command.local_run, deployments.server.command.ephemeral_server;"
        "sys.exit(' '.join({'prefect.server.api.server', 'fastapi'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
