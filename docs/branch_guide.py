"""The generated parts of the branch guide: columns, codes, rules and results, in one language at a time.

The guide is written by hand; what stands between `<!-- begin: NAME -->` and `<!-- end: NAME -->` comes from here.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from expectations.contracts import FEEDS
from expectations.contracts.codes import code_lists
from expectations.contracts.file_rules import FILE_RULES
from expectations.contracts.schema import Feed, Kind, Severity
from expectations.templates.messages import kind_texts, need_texts
from tasks.check.receipt.messages import MERGED_REPEAT, MERGED_TEXTS, NEXT_STEPS, SEVERITY_TEXTS, STATUS_TEXTS

Language = Literal["id", "en"]

BLOCK = re.compile(r"(<!-- begin: (?P<name>[a-z-]+) -->\n).*?(<!-- end: (?P=name) -->)", re.DOTALL)
HEADS: Mapping[str, tuple[str, str]] = {
    "columns": ("judul kolom | wajib? | cara menulis | arti | judul lain yang dikenali",
                "header | required? | how to write | meaning | other headers that are understood"),
    "codes": ("kode | arti | ejaan lain yang dikenali", "code | meaning | other spellings that are understood"),
    "file-rules": ("kode | akibat | sebab", "code | effect | cause"),
    "row-rules": ("kode | akibat | kolom | aturan", "code | effect | columns | rule"),
    "results": ("hasil | arti | yang perlu dilakukan", "result | meaning | what to do"),
}  # fmt: skip


def fill_blocks(text: str, *, language: Language) -> str:
    """The guide with its generated parts as the code has them now; KeyError for a block that nobody writes."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{BLOCKS[found['name']](language)}\n{found[3]}", text)


def columns(language: Language) -> str:
    """Every column of every feed."""
    return "\n".join(
        _titled(feed, language, _table("columns", language, _columns_of(feed, language))) for feed in FEEDS.values()
    )


def codes(language: Language) -> str:
    """Every code list that a column uses."""
    parts = []
    for name, found in code_lists().items():
        rows = ((f"`{c.code}`", (c.name_id, c.name_en)[_place(language)], ", ".join(c.aliases)) for c in found.codes)
        parts.append(f"### {name}\n\n{_table('codes', language, rows)}")
    return "\n".join(parts)


def file_rules(language: Language) -> str:
    """Everything for which a whole file is refused or held."""
    place = _place(language)
    rows = (
        (f"`{rule.code}`", SEVERITY_TEXTS[rule.severity][place], (rule.text_id, rule.text_en)[place])
        for rule in FILE_RULES
    )
    return _table("file-rules", language, rows)


def row_rules(language: Language) -> str:
    """Every rule about a row."""
    place = _place(language)
    merged = (f"`{MERGED_REPEAT}`", SEVERITY_TEXTS[Severity.WARN][place], "", MERGED_TEXTS[place])
    parts = []
    for feed in FEEDS.values():
        rows = [
            (
                f"`{rule.code}`",
                SEVERITY_TEXTS[rule.severity][place],
                ", ".join(feed.field(column).header for column in rule.columns),
                (rule.text_id, rule.text_en)[place],
            )
            for rule in feed.rules
        ]
        parts.append(_titled(feed, language, _table("row-rules", language, [*rows, merged])))
    return "\n".join(parts)


def results(language: Language) -> str:
    """Every result that a receipt can tell, with the next step."""
    place = _place(language)
    rows = ((f"`{status}`", STATUS_TEXTS[status][place], NEXT_STEPS[status][place]) for status in STATUS_TEXTS)
    return _table("results", language, rows)


BLOCKS: Mapping[str, Callable[[Language], str]] = {
    "columns": columns,
    "codes": codes,
    "file-rules": file_rules,
    "row-rules": row_rules,
    "results": results,
}


def _columns_of(feed: Feed, language: Language) -> Iterable[tuple[str, ...]]:
    place = _place(language)
    for field in feed.fields:
        written = kind_texts(field)[place]
        if field.kind is Kind.CODE:
            written += f": {field.code_list}"
        yield (
            f"`{field.header}`",
            need_texts(field, feed=feed)[place],
            written,
            (field.text_id, field.text_en)[place],
            ", ".join(field.aliases),
        )


def _titled(feed: Feed, language: Language, table: str) -> str:
    return f"### {feed.file_prefix}: {(feed.title_id, feed.title_en)[_place(language)]}\n\n{table}"


def _table(block: str, language: Language, rows: Iterable[tuple[str, ...]]) -> str:
    head = HEADS[block][_place(language)]
    cells = (" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows)
    return "\n".join([f"| {head} |", "|" + "---|" * (head.count("|") + 1), *(f"| {row} |" for row in cells), ""])


def _place(language: Language) -> int:
    """Where a language stands in a pair of texts."""
    return 0 if language == "id" else 1
