"""Restore a backup into a home of its own and look at it as the doctor would; the served home is only read."""

import json
import logging
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from expectations.jakarta import moment_text
from expectations.written import counted
from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.backup.backup import MANIFEST, NoBackupFolder
from tasks.operations.doctor.checks import examine, stored_checks
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.operations.doctor.installation.configuration import check_branches
from tasks.operations.doctor.installation.home import check_home
from tasks.operations.doctor.installation.key import check_key
from tasks.operations.doctor.stored.database import check_database
from warehouse.errors import OperatorError
from warehouse.files.folders import make_folder
from warehouse.releases.releases import current_release
from warehouse.submissions.lookup import list_submissions

progress = logging.getLogger("ucj.progress")
CHECKS = (check_home, check_branches, check_key, check_database)


class CannotRestore(OperatorError):
    """The backup cannot be restored there; the message says what to do."""


def verify_backup(folder: Path, settings: Settings) -> list[HealthFinding]:
    """Compare every file of a backup with its own catalogue; nothing is copied. Raises `NoBackupFolder`."""
    folder = folder.expanduser().absolute()
    _manifest(folder)
    return [*examine(_of_home(settings, folder), stored_checks(quick=False))]


def restore_drill(folder: Path, into: Path, settings: Settings) -> list[HealthFinding]:
    """Copy a backup and the key to `into`, a folder that is not there yet, and say whether that home is whole.

    The key comes from the backup, or else from the served home; its check says when there is none.
    Raises `NoBackupFolder`, `CannotRestore`.
    """
    folder, into = (path.expanduser().absolute() for path in (folder, into))
    manifest = _manifest(folder)
    if into.exists() or any(place in (into, *into.parents) for place in (folder, settings.home)):
        raise CannotRestore(f"{into} is there already, or lies within the home or the backup: name a new folder apart.")
    progress.info("restore: copying")
    shutil.copytree(folder, into, symlinks=True)
    restored = _of_home(settings, into)
    if not restored.key_path.exists() and settings.key_path.is_file():
        make_folder(restored.key_path.parent)
        shutil.copyfile(settings.key_path, restored.key_path, follow_symlinks=False)
        restored.key_path.chmod(0o600)
    return [_told(restored, manifest), *examine(restored, (*CHECKS, *stored_checks(quick=False)))]


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NoBackupFolder(f"{folder} holds no whole backup: make one by `ucj backup {folder}`.") from None
    if not str(found["catalogue"]).endswith(".db"):
        raise CannotRestore(
            f"{folder} holds a catalogue of PostgreSQL: restore it into a new database, as docs/operations.md says."
        )
    return found


def _of_home(settings: Settings, home: Path) -> Settings:
    return settings.model_copy(update={"home": home, "database_url": SecretStr("")})


def _told(restored: Settings, manifest: Mapping[str, Any]) -> HealthFinding:
    """What the restored home holds, so that somebody may compare it with what he knows."""
    with catalogue(restored) as engine:
        submissions, release = len(list_submissions(engine)), current_release(engine)
    made = moment_text(manifest["at"])
    names = f"release {release.id}" if release else "no release"
    says = f"{restored.home}: backup of {made}, {counted(submissions, 'submission')}, {names}."
    return HealthFinding(check="restored", health=Health.OK, says=says)
