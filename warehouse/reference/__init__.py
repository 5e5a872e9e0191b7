"""Reference data that the project carries; README.md here gives source and licence."""
