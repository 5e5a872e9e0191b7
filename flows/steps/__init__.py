"""Compositions of tasks that two or more flows share."""
