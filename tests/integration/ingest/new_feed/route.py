"""Files of the made-up feeds through every stage of a home: `python -m tests.integration.ingest.new_feed.route HOME`.

Prints what came of them as JSON. Run where the made-up feeds are declared.
"""

import json
import sys
from datetime import date
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from expectations.contracts import FEEDS
from expectations.templates.workbook import build_template
from flows.reprocess import reprocess_archive
from settings import Settings
from tasks.operations.identity.rotate import put_under
from tasks.receive.branches import load_branches
from tests.integration.ingest.home import deliver, take
from warehouse.catalogue.engine import open_catalogue
from warehouse.lake.person_objects import objects_with_ids
from warehouse.models.models import Base
from warehouse.submissions.references import live_claims, live_reference_objects, reference_rows, scan_claims

FILES = {
    ("K01", "PENGADUAN_K01_20251231.csv"): (
        "NO_PENGADUAN;NIK;TANGGAL\nP-1;7205011708900003;01/12/2025\nP-2;9101011708900005;02/12/2025\n"
        ";7205011708900003;03/12/2025\nP-2;9101011708900005;02/12/2025\n"
    ),
    ("K02", "PENGADUAN_K02_20260131.csv"): "NO_PENGADUAN;NIK;TANGGAL\nP-1;7205011708900003;05/12/2025\n",
    ("DISNAKER", "UPAHMINIMUM_DISNAKER_20260101.csv"): (
        "KODE_WILAYAH;TAHUN;UPAH;KENAIKAN\n72.05;2026;2.900.000;6,5\n91.01;2026;4.285.850;\n72.99;2026;1;\n"
    ),
}
BRANCHES = "code,name,feeds\nK01,Palu,\nDISNAKER,Disnaker,wage\n"


def claims_in_force(engine: Engine, lake: Path) -> pl.DataFrame:
    """All complaints in force, each once."""
    feed = FEEDS["complaint"]
    return scan_claims(live_claims(engine, feed, as_of=date(2026, 1, 31)), feed, lake=lake).sort("day").collect()


def rotated(engine: Engine, lake: Path) -> list[str]:
    """Columns that a rotation of the key changes in the first object of people."""
    first = objects_with_ids(engine)[0]
    rows = pl.read_parquet(lake / first.file.path)
    again = put_under(rows, feed=first.feed, secret="ab" * 32).sort("row_no")
    return [name for name in rows.columns if not again[name].equals(rows.sort("row_no")[name])]


def main(home: Path) -> None:
    """Deliver, ingest, tell."""
    settings = Settings(home=home, max_reject_share=0.5)
    lake, branch_list = settings.path("lake"), home / "branches.csv"
    branch_list.write_text(BRANCHES)
    engine = open_catalogue(settings.sqlalchemy_url)
    Base.metadata.create_all(engine)  # in place of a revision of the catalogue
    for (folder, name), content in FILES.items():
        deliver(home, folder, name, content)
    taken = take(settings, engine)
    wage = FEEDS["wage"]
    told = {
        "taken": [[one.submission.file_name, one.submission.status, one.submission.rows_accepted] for one in taken],
        "complaints": claims_in_force(engine, lake).select("region_nik", "day", "position_date", "branch").rows(),
        "wages": reference_rows(engine, wage).rows(),
        "objects": live_reference_objects(engine),
        "with people": sorted({one.feed for one in objects_with_ids(engine)}),
        "rotated": rotated(engine, lake),
        "by default": sorted((load_branches(branch_list) or {})["K01"].feeds),
        "in the form": reprocess_archive.parameters.model_dump()["properties"]["feed"]["anyOf"][0]["enum"],
        "template": len(build_template(wage, on=date(2026, 1, 1))) > 0,
    }
    engine.dispose()
    json.dump(told, sys.stdout, default=str)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
