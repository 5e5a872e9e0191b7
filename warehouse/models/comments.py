"""What every table and column of the catalogue means: comments in PostgreSQL, rows of the data dictionary.

A column name means the same wherever it stands, so it has one text; `table.column` is for the few that say more. Tables
have the docstring of their model. Columns of facts have the texts of `warehouse.figures.tables`, columns of
reference tables those of the contract of their feed.
"""

from collections.abc import Mapping

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from expectations.contracts import FEEDS

NAMES = tuple(FEEDS)
TEXTS: Mapping[str, str] = {
    # identity
    "id": "Number of the row, in the order in which rows came.",
    "release.id": "Name of the release: as-of date and the beginning of the hash of its content.",
    "submission.id": "Number of the submission, in the order of arrival; shown as S000012.",
    "run_id": "The run that did it.",
    "submission_id": "The submission it belongs to.",
    "lake_object_id": "The object of the lake it comes from.",
    "submission_verdict.lake_object_id": "The object of the lake that was made of it; empty when none was.",
    "release_id": "The release.",
    "revised_release_id": "The earlier release of the same as-of date whose place it took.",
    "facts_run_id": "The run that measured the figures of the release last; empty if before this was recorded.",
    "flow_run_id": "The flow run in Prefect.",
    "row_no": "Number of the row in the delivered file.",
    "place": "Place of the row in its list, from 0.",
    # dates and times
    "as_of": "The date whose state is measured, not the date of computation.",
    "as_of_date": "The day the numbers are about.",
    "position_date": "The date whose state the delivered file describes.",
    "created_at": "When the release was recorded.",
    "started_at": "When it began.",
    "ended_at": "When it ended; empty while it runs.",
    "received_at": "When the file was taken from the inbox.",
    "finished_at": "When it was judged; empty while it waits.",
    "given_at": "When the verdict was given.",
    "loaded_at": "When the object came into the catalogue.",
    "mtime_ns": "Modification time of the file in nanoseconds, as its folder told it.",
    "year": "The year the number is for.",
    # dimensions
    "dimension": "Which list: region, branch or code.",
    "label": "The list in words: its edition, or how many entries it has.",
    "row_count": "How many rows.",
    "dim_version.row_count": "How many rows the list has in this version.",
    "submission_issue.row_count": "How many rows of the file broke the rule.",
    "from_version_id": "The version of the list from which on the row holds.",
    "to_version_id": "The version of the list that no longer has the row; empty while it holds.",
    "valid_from": "First day on which it was in force here.",
    "valid_to": "First day on which it was no longer in force here; empty while it is.",
    "region_version_id": "The version of the region list it was measured with.",
    "branch_version_id": "The version of the branch list it was measured with.",
    "code_version_id": "The version of the code lists it was measured with.",
    "code": "Code of the entry.",
    "dim_region.code": "Dotted code of the Ministry of Home Affairs (72, 72.05); Indonesia = ID.",
    "dim_branch.code": "Code of the branch: the name of its folder in the inbox.",
    "submission_issue.code": "Code of the rule; docs/rules.md says what it demands.",
    "name": "Name of the entry.",
    "level": "Level of the region: national, province or regency.",
    "parent_code": "The region it lies in: a regency's province, a province's nation.",
    "predecessor_code": "The code the regency had before it was renumbered; NIKs still carry it; else empty.",
    "predecessor_last_year": "The last year whose official code list has predecessor_code.",
    "split_from_code": "The regency it was part of until it was founded by law; empty for older ones.",
    "split_year": "The year of the law that split it off.",
    "regional_office": "The regional office the branch belongs to.",
    "feeds": "Feeds the branch may deliver, as a JSON list; an empty list means all.",
    "regions": "Service area, as a JSON list of region codes, for grouping only; an empty list means none was given.",
    "code_list": "Name of the code list.",
    "aliases": "Other spellings that are accepted, as a JSON list.",
    "name_indonesian": "What the code stands for, in Indonesian.",
    "name_english": "What the code stands for, in English.",
    "usable_from": "First day on which rows may use the code; empty = no bound.",
    "usable_to": "Last day on which rows may use the code; empty = no bound.",
    # deliveries
    "branch": "Code of the branch, from the file name.",
    "feed": f"What the file holds: {', '.join(NAMES[:-1])} or {NAMES[-1]}.",
    "folder": "Folder of the inbox in which the file lay.",
    "file_name": "Name of the file; masked where it might hold something personal.",
    "revision": "Number after _R in the file name; 0 without one.",
    "sha256": "SHA-256 of the bytes.",
    "bytes": "Size in bytes.",
    "status": "received, duplicate, refused, held, accepted, accepted_with_rejects, superseded or failed.",
    "submission_verdict.status": "The status that the verdict gave.",
    "reason_code": "Why it was refused, held or failed; docs/rules.md explains the code.",
    "reason_detail": "What the reason is about, in technical words; nothing personal.",
    "duplicate_of": "The submission that brought the same bytes before.",
    "superseded_by": "The submission that took its place.",
    "rows_read": "Rows of the file.",
    "rows_accepted": "Rows that were accepted.",
    "rows_rejected": "Rows that were rejected.",
    "rows_merged": "Repeats that were merged into an accepted row.",
    "rows_warned": "Accepted rows with at least one warning.",
    "contract_version": "Version of the contract of the feed it was judged by.",
    "rules_version": "Version of the rules it was judged by.",
    "details": "What was found out about the file (delimiter, encoding and the like), as JSON.",
    "severity": "What the rule does: refuse_file, hold_file, reject_row or warn.",
    "columns": "Columns the rule is about, as a JSON list.",
    "cause": "What the verdict came from: arrival, check, fault, operator or reprocess.",
    "issues": "Rules that were broken, with the number of rows, as a JSON list.",
    "state": "running, completed, gated, failed or interrupted.",
    # lake
    "live": "Whether it is in force: at most one object for each feed, branch and position date is.",
    "path": "Where it lies, from the folder of the lake on.",
    "rows": "How many rows it has.",
    "purged_at": "When it was purged; empty while its file is kept.",
    # purges
    "settings": "The retention times it went by, as JSON.",
    "object_count": "How many lake objects it took.",
    "archive_count": "How many delivered files it took from the archive.",
    "date_count": "How many as-of dates lost their figures in the catalogue.",
    "purge.bytes": "Bytes of the files it removed.",
    "lake_object.content_sha256": "SHA-256 of the same rows under their first key, where a rotation wrote them anew.",
    "places_id": "Short name of the list of regions by which its rows were placed.",
    # keys and erasures
    "key_id": "Public name of the key its ids are under; empty where there are none.",
    "person_key.key_id": "Public name of the key: a hash that does not tell it.",
    "introduced_at": "Since when ids were made under it.",
    "person_key.is_current": "Whether the ids of the lake are under it.",
    "archive_erased_at": "When its archived bytes were deleted, since they held a person who was erased; else empty.",
    "attempt_began_at": "Since when it is being judged; left by a process that died over it; else empty.",
    "erased_content": "Content hash that the object had for this release, when people were erased from it since.",
    "erased_at": "When the rows were removed.",
    "actor": "Login of the operator who did it.",
    "reason": "Why, in the operator's words; it names nobody.",
    "people": "How many people were asked to be erased.",
    "erasure.rows": "How many rows were removed from the lake.",
    "objects": "How many objects of the lake were written anew.",
    "archived_files": "How many archived files were deleted.",
    "lake_rewrite.cause": "rotation (of the key) or erasure.",
    "erasure_id": "The erasure it was done for.",
    "staged_at": "When the new file was written.",
    "committed_at": "When the object came to be the new file; empty while nobody reads it.",
    "removed_at": "When the file before was deleted.",
    "before_path": "Where the object lay before.",
    "before_sha256": "SHA-256 of the file before.",
    "before_rows": "How many rows it had before.",
    "before_key_id": "The key its ids were under before.",
    # releases
    "content_sha256": "SHA-256 of the content; the same content has the same.",
    "inputs_sha256": "SHA-256 of everything the figures follow from.",
    "is_current": "Whether published/current points to it.",
    "baseline_release_id": "The earlier release with which its notes and its list of changes compare it.",
    "decision": "drafted, promoted, rolled_back or withdrawn; the last of a release holds, none = published.",
    "decided_at": "When it was decided.",
    "before_release_id": "The release that was current before; empty when none was.",
    "after_release_id": "The release that was current afterwards; empty when none was.",
}


def describe(metadata: MetaData, models: type[DeclarativeBase]) -> None:
    """Give every mapped table and its columns their texts; raises `LookupError` for a column that has none."""
    for mapper in models.registry.mappers:
        mapper.local_table.comment = " ".join((mapper.class_.__doc__ or "").split())  # type: ignore[attr-defined]
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.comment is None:
                column.comment = text_of(table.name, column.name)


def text_of(table: str, column: str) -> str:
    """The meaning of a column; raises `LookupError`."""
    text = TEXTS.get(f"{table}.{column}", TEXTS.get(column))
    if text is None:
        raise LookupError(f"The column {table}.{column} has no text: add one to warehouse/models/comments.py.")
    return text
