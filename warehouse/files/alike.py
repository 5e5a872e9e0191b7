"""Give a new name to a file that is on the disk already, in place of writing the same bytes again."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path


def link_alike(path: Path, content: bytes, *, twins: Iterable[Path], mode: int) -> bool:
    """Make `path` a hard link to the first twin that holds this content; False = none does, write the file.

    A twin is a plain file of the same account with that mode. All names of a file share its bytes: only for files that
    nobody changes in place. Where the disk makes no such link (it is another one, or its kind has none), False as well.
    """
    for twin in twins:
        try:
            if _holds(twin, content, mode=mode):
                os.link(twin, path, follow_symlinks=False)
                return True
        except OSError:  # it is not there, not to be read, or not to be linked
            continue
    return False


def _holds(twin: Path, content: bytes, *, mode: int) -> bool:
    seen = twin.lstat()
    plain = stat.S_ISREG(seen.st_mode) and stat.S_IMODE(seen.st_mode) == mode and seen.st_uid == os.geteuid()
    return plain and seen.st_size == len(content) and twin.read_bytes() == content
