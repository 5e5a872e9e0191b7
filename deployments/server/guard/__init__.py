"""Processes that end with whoever started them, however that one ends."""
