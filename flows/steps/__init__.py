"""Compositions that two flows or more share."""
