"""Report per branch what was delivered, what is late or missing, and the history of one submission."""
