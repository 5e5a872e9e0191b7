"""Try each drop folder on another machine: connect, log in, list; and what the account was seen not to be allowed."""

from collections.abc import Iterator

from expectations.jakarta import moment_text
from expectations.written import counted
from settings import DropFolderSettings, Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.receive.branches import load_branches
from tasks.receive.drop_folders.credentials import credentials_of
from tasks.receive.drop_folders.faults import DropFolderFault
from tasks.receive.drop_folders.journal import journal_path, read_journal
from tasks.receive.drop_folders.opening import folders_of_branches
from warehouse.errors import OperatorError


def check_drop_folders(settings: Settings) -> Iterator[HealthFinding]:
    """Nothing is fetched, moved or written. Findings are named after the folder."""
    for folder in settings.drop_folders:
        yield from _try(folder, settings)


def _try(folder: DropFolderSettings, settings: Settings) -> Iterator[HealthFinding]:
    check = f"drop folder {folder.name}"
    try:
        branches = load_branches(settings.branches_path)
    except OperatorError:  # told by the check of the branch list
        branches = None
    try:
        found = folders_of_branches(
            folder, credentials_of(folder).get_secret_value(), known=None if branches is None else branches.keys()
        )
    except DropFolderFault as fault:
        yield HealthFinding(check=check, health=Health.FAIL, says=fault.says, do=fault.do)
        return
    last = read_journal(journal_path(settings, folder.name)).last
    visited = f"last visited {moment_text(last.good_at)}" if last.good_at else "not visited yet"
    yield HealthFinding(
        check=check,
        health=Health.OK,
        says=f"{counted(found.ours, 'folder of a branch', 'folders of branches')}; {visited}.",
    )
    if not found.ours:
        says = "it has no folder of a branch in inbox/ that may deliver through it."
        do = "Make inbox/<branch> there, or correct branches of this drop folder."
        yield HealthFinding(check=check, health=Health.WARN, says=says, do=do)
    if found.others:
        says = (
            f"{counted(found.others, 'folder', 'folders')} in its inbox/ left alone: of no branch "
            "that may deliver through it."
        )
        do = "Add the branch to branches.csv or to branches of this drop folder, or remove the folder there."
        yield HealthFinding(check=check, health=Health.WARN, says=says, do=do)
    for name in found.unreadable:
        says, do = f"inbox/{name} cannot be listed.", "Give the account that right, or remove strange names there."
        yield HealthFinding(check=check, health=Health.WARN, says=says, do=do)
    for note in last.notes:
        says, _, do = note.partition(": ")
        yield HealthFinding(check=check, health=Health.WARN, says=f"{says}.", do=f"{do[:1].upper()}{do[1:]}.")
