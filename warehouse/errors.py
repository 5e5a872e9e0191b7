"""The errors of this system: few, named, each with a message that says what to do.

What is wrong with data is never an error here but an issue of its submission.
"""

import traceback
from pathlib import Path
from typing import Self


class UcjError(Exception):
    """Base of every error raised on purpose; the message is safe to show and says what to do."""


class OperatorError(UcjError):
    """What the operator gave or set is wrong; the message says what to correct. Commands end with 3."""


class CatalogueBusy(UcjError):
    """Another process holds the catalogue's write lock for too long: wait for its run, then run again."""


class CatalogueUnreachable(OperatorError):
    """The catalogue's address is wrong, or its server does not answer: correct it or start it, then run again."""


class CatalogueForbidden(OperatorError):
    """The database role may not do this: use one that may, or have the owner do it."""


class DiskFull(OperatorError):
    """A disk has no room left: make some, then run again."""


class NotWritable(OperatorError):
    """A folder or file may not be written, or its disk fails: put that right, then run again."""


class StoreUnreachable(OperatorError):
    """A place outside of the home does not answer (`[storage]`): nothing is lost, run again when it does."""


class StoreUnfit(OperatorError):
    """A place outside of the home lacks what is needed (`[storage]`): keys, rights, writes on a condition."""


class CatalogueTooNew(OperatorError):
    """The catalogue was written by a newer version of this program: install that version or a later one."""


class SubmissionUnknown(OperatorError):
    """The catalogue has no submission of that number: `ucj submissions` lists those it has."""


class SubmissionNotPending(UcjError):
    """The submission was settled another way and cannot be loaded: deliver the file again."""


class LakeSchemaMismatch(UcjError):
    """A frame is not what its feed stores in the lake; a fault of the program, nothing was written."""


class LakeObjectCorrupt(UcjError):
    """An object of the lake is missing or changed: restore it from the backup or reprocess its submission.

    path, problem: the file and what is wrong with it, where it was found by reading (`warehouse.lake.integrity`).
    """

    path: Path | None = None
    problem: str = ""

    @classmethod
    def at(cls, path: Path, problem: str) -> Self:
        """Build the error from a path, where the submission is not known."""
        error = cls(f"{path.name} {problem}: restore it from the backup, or reprocess its submission.")
        error.path, error.problem = path, problem
        return error


class ArchivedFileDamaged(UcjError):
    """A delivered file in the archive is not what was delivered: restore it from the backup, or have it delivered."""


class PositionPurged(UcjError):
    """A position in force has no rows any more: reprocess its submission, or have it delivered again."""


class KeysMixed(UcjError):
    """Ids under different keys would meet; nothing was changed. `ucj doctor` says which objects and what to do."""


class RegionVersionMismatch(OperatorError):
    """Rows in force were placed by another list of regions than today's: reprocess them; nothing was measured."""


class WrongKey(OperatorError):
    """The key file is missing or another than the lake's: restore it from the backup; nothing was changed."""


class RewriteOvertaken(UcjError):
    """An object changed while it was written anew; nothing was changed, start again."""


class FactsMalformed(UcjError):
    """Facts do not have the columns and types of `warehouse.figures.tables`; a fault of the program."""


class ReleaseUnknown(OperatorError):
    """The catalogue has no release of that id: the folders of `published/` are named by those it has."""


class ReleaseNotFit(OperatorError):
    """A release cannot be withdrawn, rolled back or promoted as it stands; nothing was changed."""


class ReleaseConflict(UcjError):
    """A release of that id exists with other content; releases never change, so nothing was recorded."""


class AsOfInFuture(OperatorError):
    """The as-of date lies after today in Jakarta: choose an earlier one."""


class CohortDayUnfit(OperatorError):
    """A cohort is counted since the first day of a month up to the as-of date: choose such a day."""


class SubmissionNotHeld(OperatorError):
    """Only what is held can be approved, only what is held or waits refused: `ucj submissions` shows which are."""


# What is wrong around the program: no file is at fault, so none is tried again for it, and the run ends.
ENVIRONMENT_ERRORS = (OperatorError, CatalogueBusy)


class DumpFailed(OperatorError):
    """pg_dump is not there or failed; the message says what to do."""


def kind_and_place(error: BaseException) -> str:
    """Type of an exception that was caught, and file and line where it was raised: `ValueError at x.py:12`."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
