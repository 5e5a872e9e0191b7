"""The process of a flow run, as workers start it: `python -m deployments.server.flow_process`, Prefect's engine within.

Files are private whatever the worker's umask, no memory is dumped, the run gives a sign of life from its start, and
Great Expectations is imported while Prefect starts, by those flows that need it.
"""

import os
import runpy

from deployments.server.environment import apply_prefect_environment
from deployments.startup.allocator import keep_freed_memory
from deployments.startup.import_of_checks import begin_import_of_checks
from deployments.startup.private_process import keep_private
from flows.runtime.flow_names import CHECK_ALARMS, MAINTAIN
from flows.runtime.heartbeat import heartbeat
from settings import Settings

LIGHT = (CHECK_ALARMS, MAINTAIN)  # check nothing: the import would cost more than they do


def main() -> None:
    """Run the flow run that the environment names."""
    keep_private()
    keep_freed_memory()
    settings = Settings()
    apply_prefect_environment(settings)
    with heartbeat(os.environ["PREFECT__FLOW_RUN_ID"], settings):
        if os.environ.get("PREFECT__FLOW_NAME") not in LIGHT:
            begin_import_of_checks()
        runpy.run_module("prefect.engine", run_name="__main__")


if __name__ == "__main__":
    main()
