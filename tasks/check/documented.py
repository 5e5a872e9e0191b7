"""What the Data Docs keep of a checked file: one page a submission."""

from datetime import datetime
from pathlib import Path

from expectations.data_docs.store import keep_validation
from expectations.data_docs.validation import Documented
from expectations.written import INDONESIAN
from tasks.states import Checked, Received
from warehouse.files.disk_errors import storing
from warehouse.files.durable import write_private
from warehouse.records import Verdict, submission_label


def document_check(checked: Checked, *, received: Received, verdict: Verdict, docs: Path, at: datetime) -> Path:
    """Keep what the check of a file found for its page; doing it again replaces it. docs: the Data Docs' folder."""
    documented = documented_check(checked, received=received, verdict=verdict, at=at)
    with storing(docs):
        return keep_validation(documented, folder=docs, write=write_private)


def documented_check(checked: Checked, *, received: Received, verdict: Verdict, at: datetime) -> Documented:
    """What the page of a submission shows."""
    counts, reason = verdict.counts, verdict.reason_code
    facts = {
        "Cabang / Branch": received.branch,
        "Tanggal posisi / Position date": received.position_date.isoformat(),
        "Revisi / Revision": str(received.revision),
        "Baris dibaca / Rows read": INDONESIAN.number(counts.rows_read),
        "Diterima / Accepted": INDONESIAN.number(counts.rows_accepted),
        "Ditolak / Rejected": INDONESIAN.number(counts.rows_rejected),
        "Digabung / Merged": INDONESIAN.number(counts.rows_merged),
    }
    return Documented(
        label=submission_label(received.submission_id),
        title=received.file_name,
        subject=received.feed,
        status=f"{verdict.status} ({reason})" if reason else str(verdict.status),
        at=at.isoformat(timespec="seconds"),
        validations=(checked.validation,),
        facts=facts,
    )
