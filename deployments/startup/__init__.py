"""What each process of ours does first: keep its memory private, use it well, and import early what takes long."""
