"""Where validations are kept: one JSON file each, private to the operator, written whole or not at all."""

import json
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from expectations.data_docs.validation import Documented

LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")


def keep_validation(documented: Documented, *, folder: Path) -> Path:
    """Keep what a page will show, under its label; an earlier one of that label is replaced.

    ValueError when the label is no plain file name.
    """
    if not LABEL.fullmatch(documented.label):
        raise ValueError(f"The label {documented.label!r} of a validation must be a plain file name.")
    path = validations_of(folder) / f"{documented.label}.json"
    write_private(path, json.dumps(documented.record(), ensure_ascii=False, separators=(",", ":")), synced=True)
    return path


def read_validation(path: Path) -> Documented:
    """What was kept."""
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


def write_private(path: Path, text: str, *, synced: bool = False) -> None:
    """Write a text file of mode 0600, whole or not at all; folders on the way get 0700.

    `synced`: after a power cut too; what can be written again does without.
    """
    for parent in reversed([path.parent, *path.parent.parents]):
        if not parent.exists():
            parent.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            if synced:
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)  # a full disk would keep it, empty
        raise
