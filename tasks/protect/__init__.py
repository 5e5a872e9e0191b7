"""Protect: facts leave for publication only as the declared columns of the published tables."""
