"""Stage 3, check: apply every rule of the feed to every row; each row is accepted, rejected or merged with a repeat."""
