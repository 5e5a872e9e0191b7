"""Check what this machine and its operator provide: libraries, clock, disks, home, settings, key."""
