"""Check installation, settings, server and stored data, and say what to do about each problem."""
