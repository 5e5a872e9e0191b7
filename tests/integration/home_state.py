"""What a home holds, read with plain SQL and from its files, so that two homes can be compared.

Moments are left out. Numbers of submissions are counted anew in their order: PostgreSQL takes a number for a
registration that was killed before it was committed, and does not give it back.
"""

import io
import json
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from tests.integration.homes import catalogue_of
from warehouse.catalogue.transactions import reading
from warehouse.figures.tables import FACT_TABLES

ROWS = {
    "submission": """SELECT id AS submission_id, sha256, file_name, folder, branch, feed, position_date, revision,
        status, reason_code, duplicate_of, superseded_by, rows_read, rows_accepted, rows_rejected, rows_merged,
        rows_warned, details, finished_at IS NULL AS unfinished FROM submission""",
    "submission_issue": "SELECT * FROM submission_issue",
    "lake_object": "SELECT submission_id, branch, position_date, revision, live, path, sha256, rows FROM lake_object",
    "submission_verdict": """SELECT submission_id, cause, status, reason_code, reason_detail, rows_read, rows_accepted,
        rows_rejected, rows_merged, rows_warned, issues, lake_object_id IS NULL AS without_object
        FROM submission_verdict WHERE reason_detail NOT LIKE 'the process that read the file ended%'""",
    **{
        table: f"""SELECT {table}.*, submission_id FROM {table}
            JOIN lake_object ON lake_object.id = lake_object_id"""
        for table in ("ref_eligible", "ref_target", "ref_ecosystem")
    },
    "release": "SELECT id, as_of, content_sha256, inputs_sha256, is_current FROM release",
    "release_object": """SELECT release_id, submission_id
        FROM release_object JOIN lake_object ON lake_object.id = lake_object_id""",
}
SUBMISSIONS = ("submission_id", "duplicate_of", "superseded_by")
NUMBERS = {"run_id", "lake_object_id"}  # of runs and objects: they follow from what happened on the way

DERIVED = re.compile(r"docs/(site/|validations/[0-9]{4}-)")
MOMENT = re.compile(rb"<time .*?</time>|([0-9]{4}-[0-9]{2}-[0-9]{2}T)?[0-9]{2}:[0-9]{2}:[0-9]{2}([.0-9]*(\+00:00|Z))?")
WITHOUT_MOMENTS = {".csv", ".parquet"}
LABEL = re.compile(rb"(?<![0-9A-Za-z])S([0-9]{6})(?![0-9])")
OF_ITS_OWN = ("warehouse.db", ".run.lock", "prefect", "logs", "metrics", "watch", "derived", "ucj.toml",
              "secret/ucj_server_auth")  # fmt: skip


def files_of(folder: Path, *, numbers: Mapping[int, int] | None = None) -> dict[str, bytes | str]:
    """Every file and link below a folder, hidden ones too; of a home without the catalogue, and without what tells of
    moments or places: Prefect's things, logs, metrics, what the watch notes, what measuring keeps.

    Receipts and validations say when: those moments are left out. So are Data Docs, which follow from the validations,
    and the validations of releases, since `disturbed` lets releases pass unjudged.
    """
    return {
        _renumbered(name.encode(), numbers).decode(): _content(path, numbers)
        for path in sorted(folder.rglob("*"))
        for name in [path.relative_to(folder).as_posix()]
        if (path.is_symlink() or path.is_file()) and not name.startswith(OF_ITS_OWN) and not DERIVED.match(name)
    }


def _content(path: Path, numbers: Mapping[int, int] | None) -> bytes | str:
    if path.is_symlink():
        return str(path.readlink())
    content = path.read_bytes()
    if path.suffix in WITHOUT_MOMENTS:
        return content
    if path.name == "receipt.xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            content = b"".join(name.encode() + workbook.read(name) for name in sorted(workbook.namelist()))
    return _renumbered(MOMENT.sub(b"", content), numbers)


def _renumbered(content: bytes, numbers: Mapping[int, int] | None) -> bytes:
    if not numbers:
        return content
    return LABEL.sub(lambda found: b"S%06d" % numbers.get(int(found[1]), 0), content)


def numbers_of(home: Path) -> dict[int, int]:
    """The place of each submission in order of arrival, by its number."""
    with catalogue_of(home) as engine, reading(engine) as connection:
        known = connection.execute(text("SELECT id FROM submission ORDER BY id")).scalars()
        return {number: place for place, number in enumerate(known, start=1)}


Rows = Counter[tuple[object, ...]]


def rows_of(home: Path) -> dict[str, Rows]:
    """What the catalogue says, but for times and numbers of runs."""
    numbers = numbers_of(home)
    with catalogue_of(home) as engine, reading(engine) as connection:
        rows = {
            name: Counter(_comparable(row, numbers) for row in connection.execute(text(query)).mappings())
            for name, query in ROWS.items()
        }
        return rows | {table.stored_as: _figures(connection, table.stored_as) for table in FACT_TABLES}


def _figures(connection: Connection, table: str) -> Rows:
    """A hundred thousand rows in all, and no JSON in them."""
    found = connection.execute(text(f"SELECT * FROM {table}"))
    but_numbers = itemgetter(*(place for place, name in enumerate(found.keys()) if name not in NUMBERS))
    return Counter(map(but_numbers, found))


def _comparable(row: Mapping[Any, Any], numbers: Mapping[int, int]) -> tuple[object, ...]:
    """The row without numbers of runs, with the keys of JSON texts in one order."""
    return tuple(
        numbers[value] if name in SUBMISSIONS and value is not None else _in_order(value)
        for name, value in row.items()
        if name not in NUMBERS
    )


def _in_order(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(("{", "[")):
        cell = json.loads(cell)
    return json.dumps(cell, sort_keys=True) if isinstance(cell, dict | list) else cell


def run_states(home: Path) -> list[str]:
    with catalogue_of(home) as engine, reading(engine) as connection:
        return list(connection.execute(text("SELECT state FROM run ORDER BY id")).scalars())


def prefect_state(home: Path) -> str:
    """How the last run stands in the database of the home's own Prefect."""
    with catalogue_of(home) as engine, reading(engine) as connection:
        flow_run = connection.scalar(text("SELECT flow_run_id FROM run ORDER BY id DESC LIMIT 1"))
    with closing(sqlite3.connect(home / "prefect" / "prefect.db")) as prefect:
        (state,) = prefect.execute("SELECT state_type FROM flow_run WHERE id = ?", [flow_run]).fetchone()
    return str(state)


def assert_same_end(home: Path, undisturbed: Path) -> None:
    """Nothing half, nothing lost, nothing doubled: the catalogue's rows and every file are those of the other home."""
    assert_same_rows(home, undisturbed)
    files, expected_files = (files_of(one, numbers=numbers_of(one)) for one in (home, undisturbed))
    assert sorted(files.keys() ^ expected_files.keys()) == []
    assert [name for name in expected_files if files[name] != expected_files[name]] == []


def assert_same_rows(home: Path, other: Path) -> None:
    """The catalogue holds the same rows."""
    found, expected = rows_of(home), rows_of(other)
    assert {name: _apart(found[name], expected[name]) for name in expected if found[name] != expected[name]} == {}


def _apart(found: Rows, expected: Rows) -> dict[str, object]:
    """Some rows that only one of two has, for the message."""
    lost, too_much = (list(rows.elements())[:3] for rows in (expected - found, found - expected))
    return {"lost": lost, "too_much": too_much, "rows": (expected.total(), found.total())}
