"""Copy a home into a folder that works as a home by itself, and compare the copy with the catalogue."""
