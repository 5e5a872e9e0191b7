"""What was found out about a file, in words a branch understands."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from expectations.contracts.schema import Drift, Policy
from expectations.written import ENGLISH, INDONESIAN, counted
from tasks.check.receipt.sheet_facts import ignored_bytes, row_numbers, sheets_left_out, sheets_read
from tasks.presentation.safe_text import label

LISTED = 10


class FactLine(TypedDict):
    """One thing found out about a file, with its texts."""

    key: str
    name_id: str
    name_en: str
    value_id: str
    value_en: str


FORMATS = {"csv": ("teks (CSV)", "text (CSV)"), "xlsx": ("Excel (XLSX)",) * 2, "parquet": ("Parquet",) * 2}
CONTAINERS = {"gzip": ("dikompres gzip", "gzip"), "zip": ("di dalam ZIP", "in a ZIP")}
DELIMITERS = {
    ";": ("titik koma ;", "semicolon ;"),
    ",": ("koma ,", "comma ,"),
    "\t": ("tab", "tab"),
    "|": ("garis tegak |", "vertical bar |"),
}
ENCODINGS = {"utf-8-sig": "UTF-8 (BOM)", "utf-8": "UTF-8", "windows-1252": "Windows-1252"}
BROKEN_QUOTES = (
    "tanda kutip rusak; dibaca baris demi baris",
    "quotes are broken; it was read line by line",
)
DRIFT: dict[Drift, tuple[str, str]] = {
    Drift.ALIAS: ("Kolom dengan judul lain yang dikenal", "Columns under another known header"),
    Drift.REORDERED: ("Urutan kolom", "Order of columns"),
    Drift.EXTRA: ("Kolom tak dikenal, tidak dibaca", "Unknown columns, not read"),
    Drift.MISSING: ("Kolom pilihan yang tidak ada", "Optional columns that are not there"),
    Drift.REQUIRED_MISSING: ("Kolom wajib yang tidak ada", "Required columns that are not there"),
    Drift.TWICE: ("Kolom yang ada dua kali", "Columns that are there twice"),
    Drift.UNCERTAIN: ("Kolom yang mungkin kolom templat", "Columns that may be those of the template"),
}
LEFT_OUT = {
    "header_again": ("Judul kolom yang berulang, bukan data", "Headers again, no records"),
    "column_numbers": ("Baris nomor kolom, bukan data", "Rows of column numbers, no records"),
    "recap": ("Baris rekap, tidak dimuat", "Rows of a recap, not loaded"),
    "note": ("Baris catatan atau tanda tangan, tidak dimuat", "Rows of notes or signatures, not loaded"),
}
BPS_CODES = ("dibaca sebagai kode BPS", "read as codes of BPS")
OTHER_ORDER = ("berbeda dari templat", "not that of the template")
WARNED = (" (peringatan)", " (warning)")


def fact_lines(facts: Mapping[str, Any]) -> list[FactLine]:
    """The facts in reading order; what is as expected (no container, no blank row) is not told."""
    told = [
        _line("format", "Format", "Format", _format(facts)),
        _line("encoding", "Pengodean huruf", "Character encoding", _same(ENCODINGS, facts.get("encoding"))),
        _line("delimiter", "Pemisah kolom", "Delimiter", DELIMITERS.get(str(facts.get("delimiter")))),
        _line("quoting", "Tanda kutip", "Quotes", BROKEN_QUOTES if facts.get("quoting") == "broken" else None),
        _line("sheet", "Lembar", "Sheet", sheets_read(facts)),
        _line("row_numbers", "Cara membaca nomor baris", "How rows are numbered", row_numbers(facts)),
        _line("sheets_left_out", "Lembar yang tidak dibaca", "Sheets that were not read", sheets_left_out(facts)),
        _line("ignored_bytes", "Di belakang arsip, tidak dibaca", "Behind the archive, not read", ignored_bytes(facts)),
        _line("header_row", "Judul kolom di baris", "Headers in row", _place(facts.get("header_row"))),
        _line("blank_rows", "Baris kosong, dilewati", "Blank rows, skipped", _count(facts.get("blank_rows") or None)),
        _line(
            "total_rows", "Baris JUMLAH/TOTAL, tidak dihitung", "TOTAL rows, not counted", _listed(facts, "total_rows")
        ),
        *_left_out(facts),
        _line("bps_codes", "Kode wilayah", "Codes of regions", BPS_CODES if facts.get("bps_codes") else None),
        _line(
            "statuses_unknown",
            "Status yang tidak dipahami; barisnya dihitung (peringatan)",
            "Status that was not understood; its rows count (warning)",
            _rows_of(facts.get("statuses_unknown", {})),
        ),
        _line(
            "formats",
            "Cara menulis tanggal dan angka (# = angka, A = huruf)",
            "How dates and numbers are written (# = digit, A = letter)",
            _formats(facts),
        ),
    ]
    return [line for line in (*told, *_drift(facts)) if line is not None]


def safe_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as data; texts that came out of the file are cut to what a receipt may show."""
    return {name: _safe(value) for name, value in facts.items()}


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return value if value in DELIMITERS else label(value)
    if isinstance(value, Mapping):
        return {label(str(name)): _safe(one) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_safe(one) for one in value]
    return value


def _line(key: str, name_id: str, name_en: str, value: tuple[str, ...] | None) -> FactLine | None:
    if value is None:
        return None
    return FactLine(key=key, name_id=name_id, name_en=name_en, value_id=value[0], value_en=value[1])


def _format(facts: Mapping[str, Any]) -> tuple[str, ...] | None:
    form, container = FORMATS.get(str(facts.get("format"))), CONTAINERS.get(str(facts.get("container")))
    if form is None or container is None:
        return form
    return tuple(f"{one}, {other}" for one, other in zip(form, container, strict=True))


def _same(names: Mapping[str, str], value: Any) -> tuple[str, str] | None:
    return None if value is None else (names.get(str(value), str(value).upper()),) * 2


def _place(row_no: int | None) -> tuple[str, str] | None:
    """A row as spreadsheets number them."""
    return None if row_no is None else (str(row_no),) * 2


def _count(number: int | None) -> tuple[str, str] | None:
    return None if number is None else (INDONESIAN.number(number), ENGLISH.number(number))


def _listed(facts: Mapping[str, Any], key: str) -> tuple[str, str] | None:
    return _names(facts[key]) if facts.get(key) else None


def _rows_of(counts: Mapping[str, int]) -> tuple[str, str] | None:
    """Headers, each with a number of rows."""
    if not counts:
        return None
    told = ((header, INDONESIAN.number(rows), counted(rows, "row")) for header, rows in counts.items())
    each = [(f"{header}: {rows_id} baris", f"{header}: {rows_en}") for header, rows_id, rows_en in told]
    return ", ".join(one for one, _ in each), ", ".join(one for _, one in each)


def _formats(facts: Mapping[str, Any]) -> tuple[str, str] | None:
    """The usual shape of each column; `#` is a digit, `A` a letter."""
    before = {header: {"shapes": found} for header, found in facts.get("formats", {}).items() if found}
    columns = {**before, **facts.get("columns", {})}  # receipts of deliveries that were read before 2026-11 too
    shapes = [f"{header} {found['shapes'][0]}" for header, found in columns.items()]
    return _names(shapes) if shapes else None


def _names(values: Sequence[Any], *, count: int | None = None) -> tuple[str, str]:
    """The first values; `count` is how many there are, where not all are given."""
    shown = ", ".join(label(str(value)) for value in values[:LISTED])
    more = (count or len(values)) - min(len(values), LISTED)
    return (
        (shown, shown)
        if more <= 0
        else (
            f"{shown} dan {INDONESIAN.number(more)} lagi",
            f"{shown} and {ENGLISH.number(more)} more",
        )
    )


def _left_out(facts: Mapping[str, Any]) -> list[FactLine | None]:
    """Rows left out on purpose; blank rows and totals have lines of their own."""
    lines = []
    for one in facts.get("left_out", ()):
        if names := LEFT_OUT.get(one["reason"]):
            sheet = f"{label(str(one['sheet']))}: " if "sheet" in one else ""
            value_id, value_en = _names(one["rows"], count=one["count"])
            lines.append(_line(f"left_out_{one['reason']}", *names, (sheet + value_id, sheet + value_en)))
    return lines


def _drift(facts: Mapping[str, Any]) -> list[FactLine | None]:
    lines = []
    for one in facts.get("drift", ()):
        kind = Drift(one["kind"])
        name_id, name_en = DRIFT[kind]
        value = OTHER_ORDER if kind is Drift.REORDERED else _names(one["columns"], count=one.get("count"))
        if one["policy"] == Policy.WARN:
            name_id, name_en = name_id + WARNED[0], name_en + WARNED[1]
        lines.append(_line(f"drift_{kind}", name_id, name_en, value))
    return lines
