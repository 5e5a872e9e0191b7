"""Make synthetic branch files for the demo, for tests and for the published cases; no real person is in them."""
