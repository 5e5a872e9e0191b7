"""Processes that `ucj serve` and `ucj run` start: server, worker, watcher, and what guards them."""
