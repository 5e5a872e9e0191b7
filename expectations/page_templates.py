"""How pages are made from templates: whatever comes from data is escaped, and a name that is missing is an error."""

import base64
import hashlib
from pathlib import Path

import jinja2


def templates_in(folder: Path, *, keep_last_newline: bool = False) -> jinja2.Environment:
    """The templates of a folder; lines that hold only a block leave nothing."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=keep_last_newline,
    )


def source_hash(text: str) -> str:
    """The source expression by which a Content-Security-Policy lets this very script or style be, and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
