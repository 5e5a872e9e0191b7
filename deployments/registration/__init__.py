"""Declare the Prefect deployments, schedules and automations, and register them with the server."""
