"""Reference data shipped with the project; README.md in this folder gives source and licence."""
