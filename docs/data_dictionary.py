"""The data dictionary: a page per feed and per published table, one for the catalogue, one for codes, an index."""

from collections.abc import Iterator

from docs.catalogue_dictionary import FRAME_NAMES, catalogue_lines
from expectations.contracts import FEEDS
from expectations.contracts.codes import code_lists
from expectations.contracts.lake import ROW_NO, LakeTable
from expectations.contracts.schema import Feed, FeedKind, Field, Sender
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import PUBLISHED_TABLES

INDEX = "data-dictionary.md"
FOLDER = "data-dictionary"
KINDS = {
    FeedKind.SNAPSHOT: "A file is the whole position of a branch on a date; the newest one stands for the branch.",
    FeedKind.REFERENCE: "The rows of all files hold, each for its own region and date.",
    FeedKind.CLAIMS: "The rows of all files hold; of repeated ones the newest file has the say.",
}
SENDERS = {
    Sender.BRANCH: "Where the branch list names no feeds, every branch may deliver it.",
    Sender.ISSUER: "Only a sender whose line of the branch list names it may deliver it.",
}
BACK = f"[Data dictionary](../{INDEX})"


def dictionary_pages() -> Iterator[tuple[str, str]]:
    """Path below docs/ and text of every page, the index first."""
    yield INDEX, _page(_index_lines())
    for feed in FEEDS.values():
        yield f"{FOLDER}/feed-{feed.name}.md", _page(_feed_lines(feed))
    for table in PUBLISHED_TABLES:
        yield f"{FOLDER}/{table.name}.md", _page(_table_lines(table))
    yield f"{FOLDER}/catalogue.md", _page(["# The catalogue", "", BACK, "", *catalogue_lines()])
    yield f"{FOLDER}/codes.md", _page(_code_lines())


def _page(lines: list[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def _index_lines() -> list[str]:
    lines = ["# Data dictionary", "", "This page lists what is delivered, what is published and what is stored.", ""]
    lines += ["## Feeds: files that are delivered", "", "| feed | arti | meaning | JSON Schema |", "|---|---|---|---|"]
    for feed in FEEDS.values():
        page, schema = f"{FOLDER}/feed-{feed.name}.md", f"schemas/{feed.name}.schema.json"
        lines.append(
            f"| [`{feed.file_prefix}`]({page}) | {feed.title_id} | {feed.title_en} | [{feed.name}]({schema}) |"
        )
    lines += ["", "## Published tables", "", "| table | isi | content |", "|---|---|---|"]
    lines += [f"| [`{t.name}`]({FOLDER}/{t.name}.md) | {t.title.id} | {t.title.en} |" for t in PUBLISHED_TABLES]
    lines += [
        "",
        "How each figure is counted and rounded: [metrics.md](metrics.md).",
        "",
        "## Stored data and codes",
        "",
    ]
    lines += [f"- [Catalogue]({FOLDER}/catalogue.md): views for analysts, and the tables below them."]
    lines += [f"- [Code lists]({FOLDER}/codes.md): every code with the spellings that are accepted."]
    return lines


def _feed_lines(feed: Feed) -> list[str]:
    required = " or ".join(f"`{feed.field(n).header}`" for choice in feed.require_one_of for n in choice)
    return [
        f"# Feed `{feed.file_prefix}` ({feed.name}), contract {feed.version}",
        "",
        BACK,
        "",
        f"{feed.title_id} / {feed.title_en}." + (f" One of {required} must be there." if required else ""),
        "",
        "| header | also accepted | kind | required | sensitivity | arti | meaning |",
        "|---|---|---|---|---|---|---|",
        *(_field_line(field) for field in feed.fields),
        "",
        "The rules of this feed are in [rules.md](../rules.md).",
        "",
        "## What is stored of it",
        "",
        f"{KINDS[feed.kind]} {SENDERS[feed.sender]}",
        "",
        *_stored_lines(feed.lake),
    ]


def _stored_lines(lake: LakeTable) -> list[str]:
    """Columns of the objects in the lake; those of the catalogue's tables are on the page of the catalogue."""
    if lake.catalogue is not None:
        return [
            f"The rows of files in force stand in the table `{lake.catalogue.name}` of the [catalogue](catalogue.md)."
        ]
    return [
        f"Objects of the lake have `{ROW_NO}` (number of the row in the delivered file) and these columns:",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
        *(f"| `{c.name}` | {FRAME_NAMES[c.dtype.base_type()]} | {c.text} |" for c in lake.columns),
    ]


def _field_line(field: Field) -> str:
    kind = str(field.kind) + (f" [{field.code_list}](codes.md#{field.code_list.lower()})" if field.code_list else "")
    kind += f", {field.unit}" if field.unit else ""
    required = "yes" if field.required else ""
    cells = (
        *(f"`{field.header}`", ", ".join(field.aliases), kind, required),
        *(field.sensitivity, field.text_id, field.text_en),
    )
    return f"| {' | '.join(cells)} |"


def _table_lines(table: FactTable) -> list[str]:
    return [
        f"# Published table `{table.name}`",
        "",
        BACK,
        "",
        table.description.id,
        "",
        table.description.en,
        "",
        f"One row per {', '.join(f'`{name}`' for name in table.primary_key)}.",
        "",
        "| column | type | unit | arti | meaning |",
        "|---|---|---|---|---|",
        *(
            f"| `{c.name}` | {c.type_name} | {c.unit or ''} | {c.description.id} | {c.description.en} |"
            for c in table.columns
        ),
    ]


def _code_lines() -> list[str]:
    lines = ["# Code lists", "", BACK, "", "Case, spaces, dots, dashes and underscores do not matter.", ""]
    for name, code_list in code_lists().items():
        lines += [f"## {name}", "", "| code | also accepted | arti | meaning |", "|---|---|---|---|"]
        lines += [f"| `{c.code}` | {', '.join(c.aliases)} | {c.name_id} | {c.name_en} |" for c in code_list.codes]
        lines.append("")
    return lines
