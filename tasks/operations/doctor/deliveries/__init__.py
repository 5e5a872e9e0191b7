"""Check what comes in, by inbox and drop folders, and the runs that take it."""
