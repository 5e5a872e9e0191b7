"""Who may reach the files of a home, by the modes of a file and of every folder above it."""

import stat
from pathlib import Path

GROUP, OTHERS = 0o070, 0o007
READ, ENTER, WRITE = 0o444, 0o111, 0o222


def readable_by(home: Path, who: int) -> set[str]:
    """Top folders (or files) of the home in which somebody other than the owner can read a file."""
    return {
        path.relative_to(home).parts[0]
        for path in home.rglob("*")
        if path.is_file() and not path.is_symlink() and _mode(path) & READ & who and _may_enter(path.parent, home, who)
    }


def writable(home: Path) -> list[Path]:
    """What somebody other than the owner may change."""
    everything = [home, *home.rglob("*")]
    return [path for path in everything if not path.is_symlink() and _mode(path) & WRITE & (GROUP | OTHERS)]


def _may_enter(folder: Path, home: Path, who: int) -> bool:
    return all(_mode(one) & ENTER & who for one in (folder, *folder.parents) if one.is_relative_to(home))


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)
