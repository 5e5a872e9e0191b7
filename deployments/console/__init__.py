"""Behaviour that all commands share: exit codes, error messages, progress lines, memory and file protection."""
