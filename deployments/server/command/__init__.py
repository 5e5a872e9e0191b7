"""A command's own Prefect server, where none is running, and a flow run in the process of the command."""
