"""Commands of the group Run: flows once in this process, past dates, and everything that serves a home."""
