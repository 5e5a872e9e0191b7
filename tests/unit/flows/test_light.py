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
