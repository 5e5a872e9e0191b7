"""Behaviour that all commands share: the home, exit codes, error messages, progress lines, and what people type."""
