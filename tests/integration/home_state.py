"""What a home holds, read with plain SQL and from its files, so that two homes can be compared."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from warehouse.fact_tables import FACT_TABLES

ROWS = {
    "submission": """SELECT id, sha256, file_name, folder, branch, feed, position_date, revision, status, reason_code,
        duplicate_of, superseded_by, rows_read, rows_accepted, rows_rejected, rows_merged, rows_warned, details,
        finished_at IS NULL FROM submission""",
    "submission_issue": "SELECT * FROM submission_issue",
    "lake_object": "SELECT submission_id, branch, position_date, revision, live, path, sha256, rows FROM lake_object",
    "ref_eligible": """SELECT submission_id, row_no, region_code, year, segment, eligible, source, version
        FROM ref_eligible JOIN lake_object ON lake_object.id = lake_object_id""",
    "release": "SELECT id, as_of, content_sha256, inputs_sha256, is_current FROM release",
    "release_object": """SELECT release_id, submission_id
        FROM release_object JOIN lake_object ON lake_object.id = lake_object_id""",
}
FACTS = tuple(table.stored_as for table in FACT_TABLES)
RUN_NUMBER = "run_id"


DERIVED = re.compile(r"docs/(site/|validations/[0-9]{4}-)")
MOMENT = re.compile(rb"<time .*?</time>|([0-9]{4}-[0-9]{2}-[0-9]{2}T)?[0-9]{2}:[0-9]{2}:[0-9]{2}([.0-9]*(\+00:00|Z))?")


def files_of(folder: Path) -> dict[str, bytes | str]:
    """Every file and link below a folder, hidden ones too; of a home without the catalogue and Prefect's things.

    Receipts and validations say when: those moments are left out. So are Data Docs, which follow from the validations,
    and the validations of releases, since `disturbed` lets releases pass unjudged.
    """
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else MOMENT.sub(b"", path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file())
        and not path.relative_to(folder).parts[0].startswith(("warehouse.db", ".run.lock", "prefect"))
        and not DERIVED.match(str(path.relative_to(folder)))
    }


def rows_of(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the catalogue says, but for times and numbers of runs."""
    with closing(sqlite3.connect(home / "warehouse.db")) as connection:
        found = {name: sorted(map(_in_order, connection.execute(query)), key=repr) for name, query in ROWS.items()}
        for table in FACTS:
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != RUN_NUMBER]
            found[table] = sorted(connection.execute(f"SELECT {', '.join(names)} FROM {table}"), key=repr)
    return found


def _in_order(row: tuple[object, ...]) -> tuple[object, ...]:
    """The row, with the keys of JSON texts in one order."""
    return tuple(
        json.dumps(json.loads(cell), sort_keys=True) if isinstance(cell, str) and cell.startswith("{") else cell
        for cell in row
    )


def run_states(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "warehouse.db")) as connection:
        return [state for (state,) in connection.execute("SELECT state FROM run ORDER BY id")]


def prefect_state(home: Path) -> str:
    """How the last run stands in the database of the home's own Prefect."""
    with closing(sqlite3.connect(home / "warehouse.db")) as catalogue:
        (flow_run,) = catalogue.execute("SELECT flow_run_id FROM run ORDER BY id DESC LIMIT 1").fetchone()
    with closing(sqlite3.connect(home / "prefect" / "prefect.db")) as prefect:
        (state,) = prefect.execute("SELECT state_type FROM flow_run WHERE id = ?", [flow_run]).fetchone()
    return str(state)
