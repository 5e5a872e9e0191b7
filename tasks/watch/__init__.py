"""Beside the stages, watch: what operators see of the work: highlights for the UI, alarms, metrics."""
