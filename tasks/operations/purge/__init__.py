"""Delete data past its retention time from lake, archive and catalogue."""
