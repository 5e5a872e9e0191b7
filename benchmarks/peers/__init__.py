"""The same work with other tools: branch files in, active people per regency and segment out."""
