"""Identity: the key of the person ids is rotated, and people who ask for it are erased."""
