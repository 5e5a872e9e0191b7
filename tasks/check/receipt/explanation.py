"""What reading understood of a file, column by column and row by row, for `ucj check --explain`: shapes, no values."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from expectations.contracts import FEEDS
from expectations.contracts.readings import READING_TEXTS
from expectations.written import INDONESIAN
from tasks.check.receipt.file_facts import LEFT_OUT, fact_lines
from tasks.presentation.safe_text import label

WIDTH = 88
ROWS_SHOWN = 10
REASONS: Mapping[str, tuple[str, str]] = {
    **LEFT_OUT,
    "blank": ("Baris kosong", "Blank rows"),
    "total": ("Baris JUMLAH/TOTAL", "TOTAL rows"),
    "hidden_sheet": ("Lembar tersembunyi", "Hidden sheet"),
    "other_sheet": ("Lembar lain", "Other sheet"),
}
NOTHING = (
    "Berkas ditolak sebelum kolomnya dibaca; sebabnya di atas.",
    "The file was refused before its columns were read; the cause stands above.",
)


def explanation_text(facts: Mapping[str, Any], *, feed: str | None, readings: Mapping[str, str] | None = None) -> str:
    """The explanation, Indonesian first, then English. facts: of the file, as reading gave them.

    readings: those that an operator has set, by field name.
    """
    title = ["", "Cara berkas dibaca / How the file was read", "-" * WIDTH]
    if not facts or feed is None:
        return "\n".join([*title, *(line for text in NOTHING for line in wrap(text, WIDTH))]) + "\n"
    lines = [*_whole(facts), *_columns(facts, feed, readings or {}), *_left_out(facts)]
    return "\n".join([*title, *lines]) + "\n"


def _whole(facts: Mapping[str, Any]) -> Iterator[str]:
    """Container, form, sheet and header; columns and what was left out come after."""
    for one in fact_lines(facts):
        if one["key"] in {"format", "encoding", "delimiter", "quoting", "sheet", "header_row", "bps_codes"}:
            yield _told(f"{one['name_id']} / {one['name_en']}", one["value_id"], one["value_en"])


def _columns(facts: Mapping[str, Any], feed: str, readings: Mapping[str, str]) -> Iterator[str]:
    columns = facts.get("columns", {})
    formats = facts.get("formats", {})
    yield from ("", "Kolom / Columns")
    for field in FEEDS[feed].fields:
        found = columns.get(field.header, {})
        shapes = found.get("shapes", formats.get(field.header, ()))
        if not found and not shapes:
            continue
        parts = [_reading(str(found["reading"]))] if found.get("reading") else []
        parts += ["(ditetapkan pengelola / set by the operator)"] if field.name in readings else []
        parts += ["  ".join(label(str(shape)) for shape in shapes)] if shapes else []
        further = {key: value for key, value in found.items() if key not in {"reading", "shapes"}}
        parts += [f"{key} {label(str(value))}" for key, value in further.items()]
        yield f"  {field.header:<22} {'; '.join(parts)}"


def _left_out(facts: Mapping[str, Any]) -> Iterator[str]:
    """Every record that was left out on purpose, with the first rows; none is said too."""
    left_out = facts.get("left_out", ())
    yield from ("", "Tidak dibaca sebagai data / Left out")
    if not left_out:
        yield "  tidak ada / nothing"
    for one in left_out:
        reason = " / ".join(REASONS.get(str(one.get("reason")), (label(str(one.get("reason"))),)))
        sheet = f" [{label(str(one['sheet']))}]" if one.get("sheet") else ""
        rows = [str(row) for row in one.get("rows", ())[:ROWS_SHOWN]]
        count = int(one.get("count", len(rows)))
        more = ", ..." if count > len(rows) else ""
        places = f": baris/rows {', '.join(rows)}{more}" if rows else ""
        yield f"  {reason}{sheet}: {INDONESIAN.number(count)}{places}"


def _reading(code: str) -> str:
    return " / ".join(READING_TEXTS.get(code, (label(code),)))


def _told(name: str, value_id: str, value_en: str) -> str:
    return f"{name}: {value_id}" if value_id == value_en else f"{name}: {value_id} / {value_en}"
