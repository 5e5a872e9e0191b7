"""What leads readers of the mirror to the current release, where a symbolic link does it in `published/`.

- `current.json` names it, for programs, and is put last: where it is right, all else is.
- `index.html` leads there without a script.
- `current/` has a page for every page of a release, always the same, that asks `current.json` and leads on to the page
  of that name, so that links from earlier releases and from tombstones hold.
- `current/release-notes.md` is that of the current release, by which pages of others find out that another holds.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from tasks.publish.files.hashes import file_facts
from tasks.publish.mirror.forwarding_pages import first_page, forwarding_page
from tasks.publish.mirror.release_copy import each
from tasks.publish.release.folder import DATAPACKAGE, NOTES, entries
from tasks.publish.release.pointer import CURRENT
from warehouse.releases.standing import Release
from warehouse.stores.store import ObjectStore
from warehouse.stores.whole_objects import content_of, put_whole

POINTER, FIRST_PAGE = f"{CURRENT}.json", "index.html"
FORWARDED = "files/current.json"  # hashes of the pages below `current/` that were put


def leads_to(store: ObjectStore, release: Release, folder: Path) -> bool:
    """Whether readers are led to this release by all of it."""
    return all(content_of(store, name) == content for name, content in _files(release, folder).items())


def lead_to(store: ObjectStore, release: Release, folder: Path, *, until: float) -> None:
    """Lead readers to a release that is wholly there."""
    _put_forwarding_pages(store, (name for name in entries(folder) if name.endswith(".html")), until=until)
    for name, content in _files(release, folder).items():
        store.replace(name, content)


def lead_nowhere(store: ObjectStore) -> None:
    """No release is current: pages below `current/` then say so."""
    store.delete([POINTER])
    store.delete([FIRST_PAGE, f"{CURRENT}/{NOTES}"])


def leads_anywhere(store: ObjectStore) -> bool:
    """Whether readers are led to any release."""
    return any(store.size(name) is not None for name in (POINTER, FIRST_PAGE, f"{CURRENT}/{NOTES}"))


def lead_away_from(store: ObjectStore, release_ids: Iterable[str]) -> None:
    """Let nothing lead to these releases, nor show notes that may be theirs."""
    store.delete([f"{CURRENT}/{NOTES}"])
    shown = content_of(store, POINTER) + content_of(store, FIRST_PAGE)
    if any(one.encode() in shown for one in release_ids):
        lead_nowhere(store)


def _files(release: Release, folder: Path) -> dict[str, bytes]:
    """What is another for each release, in the order in which it is put."""
    record = {
        "release": release.id,
        "as_of": release.as_of.isoformat(),
        "content_sha256": release.content_sha256,
        "page": f"{release.id}/{FIRST_PAGE}",
        "datapackage": f"{release.id}/{DATAPACKAGE}",
    }
    return {
        f"{CURRENT}/{NOTES}": (folder / NOTES).read_bytes() if (folder / NOTES).is_file() else b"",
        FIRST_PAGE: first_page(record["page"]),
        POINTER: (json.dumps(record, indent=2) + "\n").encode(),
    }


def _put_forwarding_pages(store: ObjectStore, names: Iterable[str], *, until: float) -> None:
    """Those that were not put yet, or have another text by now."""
    pages = {name: forwarding_page(f"{CURRENT}/{name}") for name in names}
    hashes = {name: file_facts(page).sha256 for name, page in pages.items()}
    known = json.loads(content_of(store, FORWARDED) or b"{}")
    missing = sorted(name for name, digest in hashes.items() if known.get(name) != digest)
    each(lambda name: put_whole(store, f"{CURRENT}/{name}", pages[name], sha256=hashes[name]), missing, until=until)
    if missing:
        store.replace(FORWARDED, json.dumps({**known, **hashes}, indent=1).encode())
