"""The release gate: checks of figures, files and hidden amounts that must pass before `current` is switched."""
