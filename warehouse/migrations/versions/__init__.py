"""One file a revision; published ones never change."""
