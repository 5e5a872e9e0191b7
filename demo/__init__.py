"""Synthetic branches for the demo, the tests and the published cases."""
