"""Write what a check leaves behind: the rejected rows set aside, and the receipt in the branch's outbox."""

import io
import json
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tasks.check.receipt.files import DATA_FILE, RECEIPT_FILES, arrival_files, result_files
from tasks.check.receipt.problems import Previous
from tasks.check.receipt.record import in_force_instead, receipt_folder
from tasks.check.receipt.rows import row_lines
from tasks.states import Checked
from warehouse.durable import sync_folder
from warehouse.records import Issue, Submission
from warehouse.standing import Replaced
from warehouse.storage import storing


@dataclass(frozen=True, kw_only=True, eq=False)
class SetAside:
    """`row_no`, `code`: one line per row and broken rule."""

    rejected: pl.DataFrame
    warned: pl.DataFrame


def write_quarantine(checked: Checked, *, quarantine: Path, label: str) -> None:
    """Row numbers and rule codes of what was rejected or warned about; the rows themselves stay in the archive."""
    rows = pl.concat(
        [
            checked.rejected.with_columns(severity=pl.lit("reject_row")),
            checked.warned.with_columns(severity=pl.lit("warn")),
        ]
    )
    content = io.BytesIO()
    rows.write_parquet(content, compression="zstd")
    draft = quarantine / f".{label}.{secrets.token_hex(4)}"
    with storing(quarantine):
        quarantine.mkdir(mode=0o700, parents=True, exist_ok=True)
        with draft.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content.getbuffer())
            file.flush()
            os.fsync(file.fileno())  # a receipt may be written from it after a power cut
        draft.rename(quarantine / f"{label}.parquet")
        sync_folder(quarantine)


def read_quarantine(*, quarantine: Path, label: str) -> SetAside | None:
    """What `write_quarantine` wrote for a submission; None where there is nothing."""
    place = quarantine / f"{label}.parquet"
    if not place.is_file():
        return None
    rows = pl.read_parquet(place)
    return SetAside(
        rejected=rows.filter(severity="reject_row").select("row_no", "code"),
        warned=rows.filter(severity="warn").select("row_no", "code"),
    )


def write_receipt(
    submission: Submission,
    *,
    issues: Sequence[Issue],
    aside: SetAside | None,
    outbox: Path,
    previous: Previous | None = None,
    replaced: Replaced | None = None,
) -> Path:
    """The receipt of a result, in the outbox of the folder that delivered; returns its folder.

    Where a receipt lies already (of the arrival, or of an earlier result), each file takes the place of its forerunner
    whole, `receipt.json` last: whoever reads it finds all that it speaks of.
    """
    lines = row_lines(aside.rejected, aside.warned) if aside is not None else None
    files = result_files(submission, issues=issues, lines=lines, previous=previous, replaced=replaced)
    with storing(outbox):
        place = _branch_folder(submission, outbox=outbox) / receipt_folder(submission)
        draft = _draft(place, files)
        try:
            draft.rename(place)
        except OSError:  # a folder of that name is there and holds something
            for name in RECEIPT_FILES:
                (draft / name).replace(place / name)
            draft.rmdir()
    return place


def receipt_tells(submission: Submission, *, replaced: Replaced | None, outbox: Path) -> bool:
    """Whether the receipt that lies there tells how a submission stands now: not an earlier one, nor half a file."""
    place = outbox / submission.folder / receipt_folder(submission) / DATA_FILE
    try:
        told = json.loads(place.read_bytes())
    except (OSError, ValueError):
        return False
    return (told.get("status"), told.get("superseded_by")) == (
        submission.status,
        in_force_instead(submission, replaced),
    )


def write_arrival(submission: Submission, *, outbox: Path) -> Path:
    """The receipt of an arrival: taken, not yet judged; it never takes the place of one that is there."""
    with storing(outbox):
        place = _branch_folder(submission, outbox=outbox) / receipt_folder(submission)
        if not place.exists():
            draft = _draft(place, arrival_files(submission))
            try:
                draft.rename(place)
            except OSError:
                shutil.rmtree(draft)
    return place


def _branch_folder(submission: Submission, *, outbox: Path) -> Path:
    branch = outbox / submission.folder
    _open_folder(outbox, mode=0o711)
    _open_folder(branch, mode=0o750)
    return branch


def _draft(place: Path, files: Mapping[str, bytes]) -> Path:
    draft = place.parent / f".{place.name}.{secrets.token_hex(4)}"
    _open_folder(draft, mode=0o750)
    for name, content in files.items():
        with (draft / name).open("xb") as file:
            os.fchmod(file.fileno(), 0o640)
            file.write(content)
    return draft


def _open_folder(folder: Path, *, mode: int) -> None:
    """Make a folder with that mode whatever the umask says; one that is there keeps the operator's mode."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
