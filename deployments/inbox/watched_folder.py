"""Files of a folder as they become complete: those that lie there, then each that arrives or changes, until stopped."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch

LOOK_SECONDS = 5.0  # file systems that tell nothing of changes are looked into this often
Seen = dict[Path, tuple[int, int]]  # bytes and time of the last change


def complete_files(folder: Path, *, settle_seconds: float, stop: Event) -> Iterator[Path]:
    """Each file once it is the same at two looks `settle_seconds` apart; again after it has changed. Hidden files are
    left out, since programs write into such while a file is not complete."""
    told: Seen = {}
    before = _look(folder)
    hints = watch(
        folder,
        recursive=False,
        rust_timeout=int(LOOK_SECONDS * 1000),
        yield_on_timeout=True,
        stop_event=stop,
    )
    while not stop.is_set():
        time.sleep(settle_seconds)
        now = _look(folder)
        for path, seen in sorted(now.items()):
            if before.get(path) == seen and told.get(path) != seen:
                told[path] = seen
                yield path
        changing = any(before.get(path) != seen for path, seen in now.items())
        before = now
        if not changing and next(hints, None) is None:
            return


def _look(folder: Path) -> Seen:
    found: Seen = {}
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith((".", "~")):
            status = path.stat()
            found[path] = (status.st_size, status.st_mtime_ns)
    return found
