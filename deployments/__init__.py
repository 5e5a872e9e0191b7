"""The `ucj` command line, and the long-running processes: Prefect server, worker and inbox watcher."""
