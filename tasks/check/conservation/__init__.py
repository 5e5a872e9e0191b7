"""Every row read is accepted, rejected or merged: the gate that says so, and its counts."""
