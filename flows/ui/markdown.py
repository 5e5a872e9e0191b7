"""The summary of a run in Markdown: how it ended, the nation, and where to look."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePosixPath

from expectations.written import ENGLISH, noun
from flows.ui.summary import RunSummary
from settings import Settings
from tasks.operations.status.highlights import Highlights


def release_text(summary: RunSummary, highlights: Highlights, settings: Settings) -> str:
    """The release in words; paths always, links where the operator serves the files (`public_url`)."""
    parts = [
        [f"# As of {summary.as_of}: {summary.ending.replace('_', ' ')}"],
        list(_figures(summary, highlights)),
        list(_problems(summary)),
        ["## Where to look", *_places(summary, settings)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _figures(summary: RunSummary, highlights: Highlights) -> Iterator[str]:
    if summary.release is None:
        return
    number = ENGLISH.number
    nation, branches = summary.release["nation"], highlights.branches
    counted = f"{number(nation['active'])} active ({number(nation['active_strict'])} without arrears)"
    if nation["coverage_pct"] is None:
        yield f"**Indonesia: {counted}**, coverage not available: no number of eligible workers."
    else:
        rate = ENGLISH.percent(Decimal(nation["coverage_pct"]))
        workers = noun(nation["eligible"], "eligible worker")
        yield f"**Indonesia: {rate}** = {counted} of {number(nation['eligible'])} {workers}."
    yield ""
    yield (
        f"Branches: {number(branches['in'])} in, {number(branches['carried_forward'])} carried forward from older "
        f"positions, {number(branches['missing'])} missing."
    )


def _problems(summary: RunSummary) -> Iterator[str]:
    if summary.release:
        yield from (f"- **problem**: {problem}" for problem in summary.release["problems"])
    yield from (f"- {note}" for note in summary.notes)
    yield from (f"- left in the inbox: `{item['path']}` ({item['reason']})" for item in summary.left_in_inbox)


def _places(summary: RunSummary, settings: Settings) -> Iterator[str]:
    """A table of names, links and paths: browsers open no file from a page of a server, so paths are there to copy."""
    yield ""
    yield "| what | path |" if not settings.public_url else "| what | link | path |"
    yield "|---|---|" if not settings.public_url else "|---|---|---|"
    for what, place in _named_places(summary, settings):
        path = settings.path(*place.parts)
        link = _link(place, settings)
        yield f"| {what} | `{path}` |" if not settings.public_url else f"| {what} | {link} | `{path}` |"


def _named_places(summary: RunSummary, settings: Settings) -> Iterator[tuple[str, PurePosixPath]]:
    if summary.release:
        release = PurePosixPath("published", summary.release["id"])
        if summary.release["is_current"]:
            yield "Site", PurePosixPath("published/current/index.html")
        yield f"Release {summary.release['id']}", release / "index.html"
        notes = release / "release-notes.md"
        if settings.path(*notes.parts).is_file():
            yield "What moved since the release before", notes
    yield "Data Docs", PurePosixPath("docs/site/index.html")
    yield "Receipts", PurePosixPath("outbox")


def _link(place: PurePosixPath, settings: Settings) -> str:
    """Only what may be served: receipts are for their branch."""
    served = place.parts[0] in ("published", "docs")
    return f"[open]({settings.public_url.rstrip('/')}/{place})" if served else ""
