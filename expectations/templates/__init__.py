"""Write the XLSX template of a feed, which branches fill in."""
