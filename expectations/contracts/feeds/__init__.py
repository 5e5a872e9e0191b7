"""The contracts, one module or folder a feed."""
