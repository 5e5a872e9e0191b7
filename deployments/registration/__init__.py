"""Deployments, schedules and automations as they are declared, and how the server comes to know them."""
