"""Stage 5, load: a conformed frame becomes an object of the lake and rows of the catalogue, in one transaction."""
