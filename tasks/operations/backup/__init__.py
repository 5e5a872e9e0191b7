"""Backup: a folder that is a home by itself, checked against the catalogue."""
