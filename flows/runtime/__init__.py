"""What makes a Prefect run safe: lock, heartbeat, orphaned and late runs, its log, its clock."""
