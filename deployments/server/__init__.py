"""Prefect's server, how Prefect is set up, and the processes that serve a home or run a flow."""

FLOW_PROCESS = f"{__name__}.flow_process"  # workers start it by this name, which servers keep
