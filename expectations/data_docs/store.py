"""Where validations are kept: one JSON file each, private to the operator.

Files are written by what the caller gives: this package knows what they hold, not how they reach the disk.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from expectations.data_docs.validation import Documented

LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
Write = Callable[[Path, str], object]  # a text file, whole or not at all; its folder may be missing


def keep_validation(documented: Documented, *, folder: Path, write: Write) -> Path:
    """Keep what a page will show, under its label; an earlier one of that label is replaced.

    ValueError when the label is no plain file name.
    """
    if not LABEL.fullmatch(documented.label):
        raise ValueError(f"The label {documented.label!r} of a validation must be a plain file name.")
    path = validations_of(folder) / f"{documented.label}.json"
    write(path, json.dumps(documented.record(), ensure_ascii=False, separators=(",", ":")))
    return path


def read_validation(path: Path) -> Documented:
    """Read a kept validation result."""
    return Documented.of(json.loads(path.read_text(encoding="utf-8")))


def kept_validations(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The files of all validations, in no order; drafts of killed runs are left out."""
    place = validations_of(folder)
    if place.is_dir():
        with os.scandir(place) as entries:
            yield from (entry for entry in entries if entry.name.endswith(".json") and not entry.name.startswith("."))


def validations_of(folder: Path) -> Path:
    """Where the validations of a folder of Data Docs lie."""
    return folder / "validations"
