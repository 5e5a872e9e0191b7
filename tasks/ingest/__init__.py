"""Take one submission through stages 2 to 5 (read, check, conform, load), and again when rules change."""
