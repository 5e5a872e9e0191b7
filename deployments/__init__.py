"""How it is operated: the `ucj` command line and the served deployments."""
