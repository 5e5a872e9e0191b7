"""The catalogue and the lake, on real SQLite."""
