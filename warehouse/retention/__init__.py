"""Delete stored data after its retention time, or because a person asked for erasure."""
