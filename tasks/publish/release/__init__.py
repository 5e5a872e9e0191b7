"""The folder of a release, immutable once written, and the pointer to the current one."""
