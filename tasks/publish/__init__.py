"""Publish: from publishable facts to an immutable release folder, a gate before it counts, and the pointer to it."""
