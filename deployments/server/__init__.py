"""Start and supervise the processes of `ucj serve` and `ucj run`: Prefect server, worker, watcher, watchdog."""
