"""How any task runs: a catalogue session, retries, errors without values, one log line a piece of work."""
