"""The map of a release: a tile of equal size for each regency, or the shapes of a boundary file of the user's own."""
