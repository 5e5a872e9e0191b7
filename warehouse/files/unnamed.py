"""Files without a name, for what passes between two processes and is never kept."""

import os
import tempfile
from typing import BinaryIO


def unnamed_file() -> BinaryIO:
    """A file to write and read that nobody else can open; in memory where the system has that, else on the disk."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("unnamed"), "w+b")
    return tempfile.TemporaryFile()
