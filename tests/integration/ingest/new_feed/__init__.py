"""Two feeds that there are not: each is one file, and is copied beside the feeds that there are."""
