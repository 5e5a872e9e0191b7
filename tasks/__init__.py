"""The eight stages of the pipeline (receive, read, check, conform, load, measure, protect, publish) and operations."""
