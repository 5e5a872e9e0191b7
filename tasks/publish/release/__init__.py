"""Write the folder of a release, which never changes afterwards, and the pointer to the current one."""
