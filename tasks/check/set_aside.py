"""Write what a check leaves behind: the rejected rows set aside, and the receipt in the branch's outbox."""

import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tasks.check.receipt import ROWS_HINT, receipt_folder, receipt_json, receipt_text, rows_csv
from tasks.states import Checked
from warehouse.records import Issue, Submission

ROWS_FILE = "rows.csv"


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
    quarantine.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = quarantine / f".{label}.{secrets.token_hex(4)}"
    with draft.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        rows.write_parquet(file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())  # a receipt may be written from it after a power cut
    draft.rename(quarantine / f"{label}.parquet")


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


def write_receipt(submission: Submission, *, issues: Sequence[Issue], aside: SetAside | None, outbox: Path) -> Path:
    """The receipt's folder in the outbox of the folder that delivered: written whole, replacing an earlier one."""
    branch = outbox / submission.folder
    _open_folder(outbox, mode=0o711)
    _open_folder(branch, mode=0o750)
    place = branch / receipt_folder(submission)
    draft = branch / f".{place.name}.{secrets.token_hex(4)}"
    _open_folder(draft, mode=0o750)
    files = {
        "receipt.json": receipt_json(submission, issues=issues),
        "receipt.txt": receipt_text(submission, issues=issues),
    }
    if aside is not None and issues and submission.feed:
        files["receipt.txt"] += ROWS_HINT
        files[ROWS_FILE] = rows_csv(aside.rejected, aside.warned, feed=submission.feed)
    for name, text in files.items():
        with (draft / name).open("x", encoding="utf-8", newline="") as file:
            os.fchmod(file.fileno(), 0o640)
            file.write(text)
    if place.exists():
        shutil.rmtree(place)
    draft.rename(place)
    return place


def _open_folder(folder: Path, *, mode: int) -> None:
    """Make a folder with that mode whatever the umask says; one that is there keeps the operator's mode."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
