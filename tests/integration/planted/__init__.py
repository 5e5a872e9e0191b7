"""People planted in files that fail in every way, and a search for them in everything that a run leaves behind."""
