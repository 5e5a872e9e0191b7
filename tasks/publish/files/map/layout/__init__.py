"""How the tile map is worked out from a boundary file, once for a list of regions; nothing here runs at publication."""
