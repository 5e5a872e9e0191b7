"""Trace a published figure back to its release, lake objects, files and rows."""
