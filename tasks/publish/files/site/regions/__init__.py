"""The page of a region and its printed sheet; the national page shows the nation in the same way."""
