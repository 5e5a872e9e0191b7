"""Show a run in the Prefect UI: artifacts, progress, summaries. A failure here never fails the run."""
