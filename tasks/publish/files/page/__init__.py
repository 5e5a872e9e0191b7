"""The page of a release: one HTML file that needs nothing else."""
