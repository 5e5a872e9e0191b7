"""Find current problems, decide which notifications are due, send them; write metrics for Prometheus."""
