"""Stage 1, receive: move complete files from the inbox to the archive; each becomes a submission with a receipt."""
