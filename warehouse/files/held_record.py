"""A small JSON record that its holder keeps locked while it lives: what it says is true, or its holder is gone.

The kernel lets go of the lock when the last process that has the descriptor ends, however it ends. Whoever reads the
record sees by the lock whether its holder lives, on every machine whose file system passes locks on.
"""

import fcntl
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse.files.folders import PRIVATE_FILE, make_folder

LOOKS, PAUSE_SECONDS = 20, 0.05  # somebody who only looks has the lock for an instant


class HeldRecord:
    """The record in a file; it stays there when its holder is gone, unless he clears it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor: int | None = None

    def hold(self, content: Mapping[str, Any]) -> bool:
        """Become its holder and write it; False when another process holds it.

        A descriptor is held until `release`, or until this process and those that inherit it have ended.
        """
        make_folder(self.path.parent)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        for _ in range(LOOKS):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(PAUSE_SECONDS)
                continue
            self.descriptor = descriptor
            self.write(content)
            return True
        os.close(descriptor)
        return False

    def write(self, content: Mapping[str, Any]) -> None:
        """Write it anew; only its holder may."""
        if self.descriptor is None:
            raise ValueError(f"{self.path} is not held by this process.")
        text = json.dumps(content).encode()
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text, 0)

    def clear(self) -> None:
        """Leave nothing in it: its holder ends because somebody wanted it so."""
        if self.descriptor is not None:
            os.ftruncate(self.descriptor, 0)

    def release(self) -> None:
        """Clear it and let go of it; processes that inherited the descriptor hold it on."""
        if self.descriptor is not None:
            self.clear()
            os.close(self.descriptor)
            self.descriptor = None

    def read(self) -> dict[str, Any] | None:
        """What it says, true or not; None where there is nothing or half of it."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8") or "null")
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def clear_left(self) -> None:
        """Leave nothing in what a holder left that was killed on purpose; nothing happens while somebody holds it."""
        try:
            descriptor = os.open(self.path, os.O_RDWR)
        except OSError:
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(descriptor, 0)
        except OSError:
            pass
        finally:
            os.close(descriptor)

    def is_held(self) -> bool:
        """Whether its holder lives."""
        try:
            descriptor = os.open(self.path, os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        else:
            return False
        finally:
            os.close(descriptor)
