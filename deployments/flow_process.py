"""The process of a flow run, as workers start it: `python -m deployments.flow_process`, Prefect's engine within.

Files are private whatever the worker's umask, the run gives a sign of life from its start, and Great Expectations is
imported while Prefect starts, by those flows that need it.
"""

import os
import runpy
from threading import Thread

from deployments.prefect_home import apply_prefect_environment
from deployments.run_command import import_checks
from flows.alive import seen_alive
from flows.names import CHECK_ALARMS, MAINTAIN
from settings import Settings

LIGHT = (CHECK_ALARMS, MAINTAIN)  # check nothing: the import would cost more than they do


def main() -> None:
    """Run the flow run that the environment names."""
    os.umask(0o077)
    settings = Settings()
    apply_prefect_environment(settings)
    with seen_alive(os.environ["PREFECT__FLOW_RUN_ID"], settings):
        if os.environ.get("PREFECT__FLOW_NAME") not in LIGHT:
            Thread(target=import_checks, daemon=True).start()
        runpy.run_module("prefect.engine", run_name="__main__")


if __name__ == "__main__":
    main()
