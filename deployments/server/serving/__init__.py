"""`ucj serve` as a whole: it starts server, worker and watcher, keeps them running, and ends them in order."""
