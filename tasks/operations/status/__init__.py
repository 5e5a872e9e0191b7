"""What was delivered, what is late or missing, and the whole story of one submission."""
