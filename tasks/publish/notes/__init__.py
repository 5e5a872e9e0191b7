"""Compare a release with the one that it replaces, and write `release-notes.md`."""
