"""Write what a check leaves behind: the rejected rows set aside, and the receipt in the branch's outbox."""

import io
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tasks.check.receipt.build import check_folder, in_force_instead, receipt_folder
from tasks.check.receipt.files import DATA_FILE, arrival_files, in_order, result_files
from tasks.check.receipt.issue_tracking import Previous
from tasks.check.receipt.rows import row_lines
from tasks.states import Checked
from warehouse.files.disk_errors import storing
from warehouse.files.durable import write_file
from warehouse.files.folders import make_folder, write_folder
from warehouse.records import Issue, Submission
from warehouse.submissions.relations import Replaced

FOLDER_MODE, FILE_MODE = 0o750, 0o640  # the branch's group reads


@dataclass(frozen=True, kw_only=True, eq=False)
class QuarantinedRows:
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
    with storing(quarantine):
        make_folder(quarantine)
        write_file(quarantine / f"{label}.parquet", content.getbuffer())


def read_quarantine(*, quarantine: Path, label: str) -> QuarantinedRows | None:
    """What `write_quarantine` wrote for a submission; None where there is nothing."""
    place = quarantine / f"{label}.parquet"
    if not place.is_file():
        return None
    rows = pl.read_parquet(place)
    return QuarantinedRows(
        rejected=rows.filter(severity="reject_row").select("row_no", "code"),
        warned=rows.filter(severity="warn").select("row_no", "code"),
    )


def write_receipt(
    submission: Submission,
    *,
    issues: Sequence[Issue],
    aside: QuarantinedRows | None,
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
        write_folder(place, in_order(files, place=place), mode=FOLDER_MODE, file_mode=FILE_MODE, merge=True)
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
            with suppress(FileExistsError):  # somebody else wrote one meanwhile
                write_folder(place, arrival_files(submission), mode=FOLDER_MODE, file_mode=FILE_MODE)
    return place


def write_check_receipt(submission: Submission, files: Mapping[str, bytes], *, outbox: Path) -> Path:
    """The receipt of a file that is only checked, in place of that of an earlier check of that name."""
    with storing(outbox):
        place = _branch_folder(submission, outbox=outbox) / check_folder(submission.file_name)
        write_folder(place, in_order(files, place=place), mode=FOLDER_MODE, file_mode=FILE_MODE, merge=True)
    return place


def _branch_folder(submission: Submission, *, outbox: Path) -> Path:
    """Made where it is missing; the operator's modes and groups stay."""
    branch = outbox / submission.folder
    make_folder(outbox, mode=0o711)
    make_folder(branch, mode=FOLDER_MODE)
    return branch
