"""What is left of a release that was withdrawn: a page and a record that say so, in place of its figures."""

import json
from html import escape
from pathlib import Path

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.release.folder import FILE_MODE
from warehouse.files.disk_errors import storing
from warehouse.files.folders import make_folder, replace_folder
from warehouse.releases.decisions import Decided

WITHDRAWN_RECORD = "withdrawn.json"
PAGE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Rilis ditarik / Release withdrawn: {release}</title>
<style>body {{ font: 1.1rem/1.5 sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem }}</style>
</head>
<body>
<main>
<h1>Rilis ini ditarik</h1>
<p>Rilis {release} ditarik pada {day_id} oleh {by}. Angkanya tidak berlaku lagi dan tidak boleh dikutip.</p>
<p>Alasan: {why}</p>
<p><a href="../current/">Rilis yang berlaku</a></p>
<section lang="en">
<h2>This release was withdrawn</h2>
<p>Release {release} was withdrawn on {day_en} by {by}. Its figures no longer hold and must not be quoted.</p>
<p lang="id">Reason: {why}</p>
<p><a href="../current/">The release that holds</a></p>
</section>
</main>
</body>
</html>
"""


def tombstone_files(withdrawn: Decided) -> dict[str, bytes]:
    """The two files, by name; the same decision gives the same bytes."""
    day = withdrawn.decided_at.date()
    record = {
        "release": withdrawn.release_id,
        "status": "withdrawn",
        "withdrawn_on": day.isoformat(),
        "withdrawn_by": withdrawn.actor,
        "reason": withdrawn.reason,
    }
    page = PAGE.format(
        release=escape(withdrawn.release_id),
        day_id=INDONESIAN.day(day),
        day_en=ENGLISH.day(day),
        by=escape(withdrawn.actor),
        why=escape(withdrawn.reason),
    )
    return {
        "index.html": page.encode(),
        WITHDRAWN_RECORD: (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(),
    }


def is_tombstone(folder: Path, withdrawn: Decided) -> bool:
    """Whether the folder of a withdrawn release holds just these files, as they are to be."""
    files = tombstone_files(withdrawn)
    if not folder.is_dir() or {entry.name for entry in folder.iterdir()} != files.keys():
        return False
    return all((folder / name).read_bytes() == content for name, content in files.items())


def leave_tombstone(published: Path, withdrawn: Decided) -> bool:
    """Replace the figures of a withdrawn release by its tombstone; False when that was done already.

    Whoever is killed on the way leaves figures nowhere that readers look, and the next call or run ends it. Only under
    the run lock.
    """
    place = published / withdrawn.release_id
    if is_tombstone(place, withdrawn):
        return False
    with storing(published):
        make_folder(published, mode=0o755)
        replace_folder(place, tombstone_files(withdrawn), mode=0o755, file_mode=FILE_MODE)
    return True
