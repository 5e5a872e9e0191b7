"""Stage 8, publish: write an immutable release folder, check it with the release gate, switch `current` to it."""
