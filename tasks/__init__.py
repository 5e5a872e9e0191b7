"""The eight stages, in data order: receive, read, check, conform, load, measure, protect, publish."""
