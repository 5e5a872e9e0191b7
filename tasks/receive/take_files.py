"""Take everything that waits in the inbox: archive it, register it, and only then remove it from the inbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from expectations.written import counted
from tasks.receive.archive import ChangedSince, archive_file
from tasks.receive.branches import Branch, check_sender
from tasks.receive.file_name import DeliveryName, name_of_delivery, parse_name
from tasks.receive.inbox import InboxFile, LeftAlone, is_unchanged
from tasks.refusal import Refusal
from warehouse.records import Arrival, Submission
from warehouse.submissions.submissions import register

MASKED = "nama berkas disamarkan, mungkin memuat data pribadi / file name masked, it may hold personal data"


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """What one sweep took, in order of arrival, and what it could not take."""

    submissions: tuple[Submission, ...]
    left: tuple[LeftAlone, ...]


def sweep_files(
    files: Sequence[InboxFile],
    *,
    archive: Path,
    engine: Engine,
    branches: Mapping[str, Branch] | None,
    today: date,
    now: datetime,
    max_bytes: int,
) -> Sweep:
    """Take files in the order in which they came (time of last change, then name).

    A file that changes while it is taken stays for the next run: only bytes that were archived leave the inbox. Files
    that are only to be checked are passed over.
    """
    taken: list[Submission] = []
    left: list[LeftAlone] = []
    for file in sorted((one for one in files if not one.is_check), key=lambda f: (f.mtime_ns, f.folder, f.path.name)):
        try:
            digest = archive_file(file.path, archive=archive, seen=file.state)
        except ChangedSince:
            left.append(LeftAlone(path=file.shown, reason="still changing"))
            continue
        except OSError as error:
            left.append(LeftAlone(path=file.shown, reason=f"could not be copied ({type(error).__name__})"))
            continue
        if not is_unchanged(file):
            left.append(LeftAlone(path=file.shown, reason="still changing"))
            continue
        arrival = _arrival(file, digest=digest, branches=branches, today=today, now=now, max_bytes=max_bytes)
        taken.append(register(engine, arrival))
        try:
            if is_unchanged(file):
                file.path.unlink(missing_ok=True)
        except OSError as error:
            left.append(LeftAlone(path=file.shown, reason=f"taken, but could not be removed ({type(error).__name__})"))
    return Sweep(submissions=tuple(taken), left=tuple(left))


def judge_name(
    file: InboxFile, *, branches: Mapping[str, Branch] | None, today: date, max_bytes: int
) -> tuple[DeliveryName | None, Refusal | None]:
    """What the name of a file says, and why the file is refused before it is read; None where it is not.

    Of a file that is only to be checked it is the name that its delivery would have.
    """
    name = parse_name(name_of_delivery(file.path.name))
    refusal = check_sender(name, folder=file.folder, branches=branches)
    if refusal is None and name is not None and name.position_date > today:
        refusal = Refusal(code="POSITION_IN_FUTURE", detail=name.position_date.isoformat())
    if refusal is None and file.size > max_bytes:
        refusal = Refusal(code="TOO_LARGE")
    if refusal is not None and file.name != file.path.name:
        name = None  # the branch it names is free text as well
        refusal = Refusal(code=refusal.code, detail=f"{MASKED}; {counted(file.size, 'byte')}")
    return name, refusal


def _arrival(
    file: InboxFile,
    *,
    digest: str,
    branches: Mapping[str, Branch] | None,
    today: date,
    now: datetime,
    max_bytes: int,
) -> Arrival:
    name, refusal = judge_name(file, branches=branches, today=today, max_bytes=max_bytes)
    if refusal is not None and file.name != file.path.name:
        refusal = Refusal(code=refusal.code, detail=f"{refusal.detail}, SHA-256 {digest}")
    return Arrival(
        sha256=digest,
        bytes=file.size,
        file_name=file.name,
        folder=file.folder,
        mtime_ns=file.mtime_ns,
        received_at=now,
        branch=name.branch if name else None,
        feed=name.feed.name if name else None,
        position_date=name.position_date if name else None,
        revision=name.revision if name else 0,
        refusal=refusal.code if refusal else None,
        details={"reason_detail": refusal.detail} if refusal and refusal.detail else {},
    )
