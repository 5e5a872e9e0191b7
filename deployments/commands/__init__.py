"""One module a `ucj` command."""
