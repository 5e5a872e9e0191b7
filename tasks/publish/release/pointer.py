"""`published/current`: a relative symbolic link to the release that readers should see."""

from pathlib import Path

from tasks.publish.errors import PointerBlocked, ReleaseMissing
from tasks.publish.release.folder import RELEASE_ID, as_of_release
from warehouse.files.disk_errors import storing
from warehouse.files.durable import remove_files, switch_link

CURRENT = "current"


def switch_current(published: Path, release_id: str, *, make_current: bool = False) -> str:
    """Point `current` to a release, unless it points to one of a later date; returns the release it points to now.

    `make_current`: in any case. A missing or broken link is always repaired. The link is replaced in one step, and
    no release is removed. Raises `ReleaseMissing`, `PointerBlocked`.
    """
    as_of = as_of_release(release_id)
    if not (published / release_id).is_dir():
        raise ReleaseMissing(f"There is no folder {published / release_id}: publish that release first.")
    shown = read_current(published)
    if shown is not None and shown != release_id and not make_current and as_of_release(shown) > as_of:
        return shown
    if shown != release_id:
        with storing(published):
            switch_link(published / CURRENT, release_id)
    return release_id


def remove_current(published: Path) -> None:
    """Let `current` lead nowhere: no release is current. Raises `PointerBlocked` where it is no link."""
    link = published / CURRENT
    if link.is_symlink():
        with storing(published):
            remove_files([link])
    elif link.exists():
        raise PointerBlocked(f"{link} is not a symbolic link: move it away, then publish again.")


def read_current(published: Path) -> str | None:
    """The release that `current` points to; None where there is no link or it leads to no release.

    Raises `PointerBlocked` if something else bears the name.
    """
    link = published / CURRENT
    if not link.is_symlink():
        if link.exists():
            raise PointerBlocked(f"{link} is not a symbolic link: move it away, then publish again.")
        return None
    target = str(link.readlink())
    return target if RELEASE_ID.match(target) and link.is_dir() else None
