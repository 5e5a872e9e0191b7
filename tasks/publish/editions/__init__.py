"""The two editions of a release: for everyone, and for those who may see single people."""
