"""Stage 7, protect: pass only declared columns on to publication, and hide amounts that rest on few claims."""
