"""What the Prefect UI shows of a run: artifacts, progress, summaries; never raises into a run."""
