"""Doctor: is everything there and as it should be, and what to do where it is not."""
