"""The `ucj` commands: a module for each, or for a few that belong together, with its options in its own `app`."""
