"""What the Data Docs keep of the release gate: one page a release, whether it passed or was held."""

from datetime import date, datetime
from pathlib import Path

from expectations.data_docs.store import keep_validation
from expectations.data_docs.validation import Documented
from tasks.publish.gate.gate import GateResult
from warehouse.files.disk_errors import storing
from warehouse.files.durable import write_private


def document_release(judgement: GateResult, *, release_id: str, as_of: date, docs: Path, at: datetime) -> Path:
    """Keep what the gate found for the release's page; judging it again replaces it. docs: the Data Docs' folder."""
    documented = Documented(
        label=release_id,
        title=f"Rilis / Release {release_id}",
        subject="release",
        status="ditahan / held by the gate" if judgement.problems else "lolos / passed the gate",
        at=at.isoformat(timespec="seconds"),
        validations=judgement.validations,
        facts={"Tanggal data / As of": as_of.isoformat()},
        remarks=judgement.remarks,
    )
    with storing(docs):
        return keep_validation(documented, folder=docs, write=write_private)
