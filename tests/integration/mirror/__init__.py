"""Releases copied to a bucket or a folder, as readers find them there."""
