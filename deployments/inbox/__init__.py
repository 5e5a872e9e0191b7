"""Watch the inbox folder and start an ingest run when a file is dropped."""
