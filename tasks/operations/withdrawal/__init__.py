"""Take a delivery back, or move it to its right position date, and tell the branch."""
