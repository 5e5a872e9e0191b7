"""Facts of an as-of date, releases made of them, and what a release rests on."""
