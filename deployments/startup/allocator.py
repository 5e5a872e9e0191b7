"""Memory that Polars frees stays with the process for a while, as it will ask for as much again at once.

By default it goes back after half a second, and the kernel clears every page that is asked for anew: a fifth of the CPU
time of a large count. What it costs is a tenth more memory at the peak (docs/performance-history.md).
"""

import os

SETTING = "_RJEM_MALLOC_CONF"  # Polars adds it to its own when it is imported
STAYS_MS = 10_000


def keep_freed_memory() -> None:
    """To be called before Polars is imported; a setting of the environment holds."""
    os.environ.setdefault(SETTING, f"dirty_decay_ms:{STAYS_MS},narenas:{os.cpu_count() or 1}")
