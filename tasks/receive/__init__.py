"""Stage 1, receive: whole, settled files go from the inbox to the archive; each becomes a submission."""
