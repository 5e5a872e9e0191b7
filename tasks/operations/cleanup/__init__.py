"""Remove drafts of killed runs and repair the pointer to the current release, as Prefect tasks."""
