"""Rotate the key of the person ids, and erase people on request."""
