"""What every process of ours does first, since it may hold numbers and names of people."""

import os
import resource


def keep_private() -> None:
    """From now on files are for their owner only, and a crash leaves no dump of the memory; children inherit both."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
