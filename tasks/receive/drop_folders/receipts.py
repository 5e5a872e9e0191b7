"""Copy the receipts of branches into `outbox/` of the drop folder from which their files come."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tasks.receive.drop_folders.faults import ChangedRemotely, NotAllowedRemotely
from tasks.receive.drop_folders.journal import Journal
from tasks.receive.drop_folders.session import DropFolderSession
from warehouse.files.drafts import is_draft


def receipts_to_give(outbox: Path, folders: Iterable[str], journal: Journal) -> list[Path]:
    """Files that lie in the outbox of these branches and were not given as they are now, newest receipts first.

    Those of one receipt keep their order, in which the file that speaks of the others comes last.
    """
    waiting: list[tuple[int, int, str, Path]] = []
    for branch in folders:
        for receipt in _folders(outbox / branch):
            files = [(path, path.stat()) for path in sorted(receipt.iterdir()) if _is_ours(path)]
            newest = max((seen.st_mtime_ns for _, seen in files), default=0)
            for path, seen in files:
                if journal.given.get(_name(path, outbox)) != [seen.st_size, seen.st_mtime_ns]:
                    waiting.append((-newest, seen.st_mtime_ns, path.name, path))
    return [path for *_, path in sorted(waiting)]


async def give_receipts_back(
    files: Iterable[Path], session: DropFolderSession, *, outbox: Path, journal: Journal
) -> tuple[int, str]:
    """How many were given, and what stood in the way of the others; each is noted as it was when it was read."""
    given = 0
    for path in files:
        try:
            seen, content = path.stat(), path.read_bytes()
        except FileNotFoundError:  # written anew at this moment: next time
            continue
        try:
            await session.give(path.relative_to(outbox).parts, content)
        except (NotAllowedRemotely, ChangedRemotely):
            return given, "the account may not write receipts into outbox/: give it that right, or set receipts = false"
        journal.given[_name(path, outbox)] = [seen.st_size, seen.st_mtime_ns]
        journal.save()
        given += 1
    return given, ""


def _folders(branch: Path) -> Iterator[Path]:
    if branch.is_dir() and not branch.is_symlink():
        yield from (path for path in branch.iterdir() if path.is_dir() and not path.is_symlink() and not is_draft(path))


def _is_ours(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not is_draft(path)


def _name(path: Path, outbox: Path) -> str:
    return path.relative_to(outbox).as_posix()
