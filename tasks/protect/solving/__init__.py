"""What follows from a system of equations for unknown numbers, and which more are hidden so that too much does not."""
