"""Housekeeping as Prefect tasks: drafts of killed runs, the pointer to the current release."""
