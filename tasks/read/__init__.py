"""Stage 2, read: archived bytes become a typed frame with the file's own row numbers."""
