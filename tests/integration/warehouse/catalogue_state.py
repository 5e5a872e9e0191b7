"""All that a catalogue says, without the numbers that depend on the order of arrival."""

from collections.abc import Mapping

from sqlalchemy import Engine, text

from warehouse.catalogue.transactions import reading

QUERIES: Mapping[str, str] = {
    "submission": """
        SELECT s.file_name, s.status, w.file_name AS superseded_by, s.rows_accepted, s.reason_code, s.details
        FROM submission s LEFT JOIN submission w ON w.id = s.superseded_by""",
    "submission_issue": """
        SELECT s.file_name, i.code, i.severity, i.columns, i.row_count
        FROM submission_issue i JOIN submission s ON s.id = i.submission_id""",
    "lake_object": """
        SELECT s.file_name, o.feed, o.branch, o.position_date, o.revision, o.live, o.path, o.sha256, o.rows, o.bytes
        FROM lake_object o JOIN submission s ON s.id = o.submission_id""",
    "ref_eligible": """
        SELECT s.file_name, r.row_no, r.region_code, r.year, r.segment, r.eligible, r.source, r.version
        FROM ref_eligible r JOIN lake_object o ON o.id = r.lake_object_id
        JOIN submission s ON s.id = o.submission_id""",
}


def catalogue_state(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Rows of each query in a fixed order, read with plain SQL."""
    with reading(engine) as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(text(query))), key=repr)
            for name, query in QUERIES.items()
        }
