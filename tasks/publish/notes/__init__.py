"""What a release says of the one that it replaces."""
