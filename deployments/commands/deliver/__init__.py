"""Commands of the group Deliver: what a branch needs before it delivers."""
