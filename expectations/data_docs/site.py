"""The Data Docs site: an index, a page a day, a page a validation; only what is new is written."""

import json
from collections import defaultdict
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from expectations.data_docs.listed import Listed
from expectations.data_docs.pages import day_page, index_page, validation_page
from expectations.data_docs.store import Write, kept_validations, read_validation
from expectations.data_docs.validation import Documented, Outcome
from expectations.jakarta import JAKARTA

LISTING = "listing.json"
NEWEST = 400  # validations on the first page; a day of all branches


def build_site(folder: Path, *, write: Write) -> Path:
    """Bring the site of a folder of Data Docs up to date and return its index; one process at a time.

    Pages are written for validations that are new or have changed, days and index where a page has. A page of a
    validation that is gone goes too.
    """
    site = site_of(folder)
    before = _read_listing(site / LISTING)
    now: dict[str, Listed] = {}
    for entry in kept_validations(folder):
        label, seen = entry.name.removesuffix(".json"), entry.stat()
        stamp = f"{seen.st_mtime_ns}-{seen.st_size}"
        known = before.get(label)
        if known is None or known.stamp != stamp or not page_of(folder, label).exists():
            documented = read_validation(Path(entry.path))
            known = _listed(documented, stamp=stamp)
            write(page_of(folder, label), validation_page(documented, day=known.day, time=known.time))
        now[label] = known
    index = site / "index.html"
    if now != before or not index.exists():
        _write_lists(site, before=before, now=now, write=write)
    return index


def site_of(folder: Path) -> Path:
    """Where the site of a folder of Data Docs lies."""
    return folder / "site"


def page_of(folder: Path, label: str) -> Path:
    """The page of a validation, whether it is there yet or not."""
    return site_of(folder) / "validations" / f"{label}.html"


def _listed(documented: Documented, *, stamp: str) -> Listed:
    at = datetime.fromisoformat(documented.at).astimezone(JAKARTA)
    rules = [rule for validation in documented.validations for rule in validation.rules]
    rows = [validation.rows for validation in documented.validations if validation.rows is not None]
    return Listed(
        label=documented.label,
        title=documented.title,
        subject=documented.subject,
        status=documented.status,
        day=at.date().isoformat(),
        time=at.strftime("%H:%M:%S"),
        outcome=documented.outcome,
        rows=sum(rows) if rows else None,
        broken=sum(rule.outcome is not Outcome.PASSED for rule in rules) + len(documented.remarks),
        rules=len(rules),
        stamp=stamp,
    )


def _write_lists(site: Path, *, before: dict[str, Listed], now: dict[str, Listed], write: Write) -> None:
    """Pages of days that have changed, the index, and the listing last: a killed build is done again."""
    for label in before.keys() - now.keys():
        (site / "validations" / f"{label}.html").unlink(missing_ok=True)
    days: dict[str, list[Listed]] = defaultdict(list)
    for listed in sorted(now.values(), key=lambda one: (one.day, one.time, one.label), reverse=True):
        days[listed.day].append(listed)
    changed = {one.day for one in {*before.values(), *now.values()} if before.get(one.label) != now.get(one.label)}
    for day in changed:
        page = site / "days" / f"{day}.html"
        if day in days:
            write(page, day_page(day, days[day]))
        else:
            page.unlink(missing_ok=True)
    newest = [listed for validations in days.values() for listed in validations][:NEWEST]
    write(site / "index.html", index_page(newest, days=days, total=len(now)))
    write(site / LISTING, json.dumps([asdict(listed) for listed in now.values()], ensure_ascii=False))


def _read_listing(path: Path) -> dict[str, Listed]:
    """What the site shows; a listing that cannot be read is built anew."""
    try:
        records: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return {record["label"]: Listed(**record) for record in records}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
