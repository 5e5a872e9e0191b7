"""Unit tests: plain functions, no server."""
