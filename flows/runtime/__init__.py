"""Make Prefect runs safe: run lock, heartbeat, recovery of orphaned and late runs, run log, clock."""
