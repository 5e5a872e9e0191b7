"""The `ucj` commands: a folder for each group of `ucj --help`; each module has the `app` of a command or of a few."""
