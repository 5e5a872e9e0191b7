"""What is taken away again: after its retention time, or because a person asked."""
