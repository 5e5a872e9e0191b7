"""What lies below a folder."""

from pathlib import Path


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file by its path; links are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
