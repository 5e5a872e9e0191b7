"""Purge: what is past its retention time leaves lake, archive and catalogue."""
