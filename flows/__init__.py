"""The Prefect flows, one file each; a flow only composes steps and tasks."""
