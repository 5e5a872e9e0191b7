"""Check what is stored: catalogue, lake, archive, releases, and the stores that hold them."""
