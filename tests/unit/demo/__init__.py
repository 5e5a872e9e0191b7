"""Unit tests of the simulator and the published cases."""
