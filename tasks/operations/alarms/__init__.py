"""What is wrong now, whom to tell and by which channel, and what was told already; figures for Prometheus."""
