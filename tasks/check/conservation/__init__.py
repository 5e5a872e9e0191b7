"""The check that every row read was accepted, rejected or merged, and the counts that it compares."""
