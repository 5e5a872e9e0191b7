"""The watcher: a file that is dropped starts a run."""
