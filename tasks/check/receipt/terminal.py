"""The receipt for a terminal: plain text that fits 88 columns."""

from textwrap import wrap

from expectations.contracts import FEEDS
from expectations.contracts.schema import Severity
from expectations.written import INDONESIAN
from tasks.check.receipt.build import rules_overlap
from tasks.check.receipt.messages import CHANGE_TEXTS, ROW_COUNT_TEXTS, RULES_OVERLAP
from tasks.check.receipt.schema import FixedRecord, Receipt, RuleRecord
from tasks.presentation.safe_text import visible

WIDTH = 88
LABEL = 26


def receipt_text(receipt: Receipt) -> str:
    """The receipt for people, Indonesian first, then English."""
    title = FEEDS[receipt["feed"]].title_id if receipt["feed"] else "-"
    number = receipt["submission"]
    revision = f"  revisi/revision {receipt['revision']}" if receipt["revision"] else ""
    lines = [
        f"TANDA TERIMA {number} / RECEIPT" if number else "HANYA DIPERIKSA, BELUM DIKIRIM / DRY RUN, NOT DELIVERED",
        "=" * WIDTH,
        *_named("Berkas / File", visible(receipt["file_name"])),
        *_named("Jenis / Feed", f"{title} ({receipt['feed']})" if receipt["feed"] else title),
        *_named("Cabang / Branch", receipt["branch"] or receipt["folder"] or "-"),
        *_named("Tanggal posisi / Position", (receipt["position_date"] or "-") + revision),
        "",
        *_named("STATUS", receipt["status_id"]),
        *_named("", receipt["status_en"]),
    ]
    if original := receipt["duplicate_of"]:
        lines += _named("", f"= {original}")
    lines += [*_reason(receipt), *_counts(receipt), *_rules(receipt), *_fixed(receipt), *_facts(receipt)]
    return "\n".join([*lines, "", *wrap(receipt["next_id"], WIDTH), *wrap(receipt["next_en"], WIDTH)]) + "\n"


def _named(name: str, value: str) -> list[str]:
    first, *others = wrap(value, WIDTH - LABEL - 2) or [""]
    head = f"{name:<{LABEL}}: " if name else " " * (LABEL + 2)
    return [head + first, *(" " * (LABEL + 2) + other for other in others)]


def _reason(receipt: Receipt) -> list[str]:
    reason = receipt["reason"]
    if reason is None:
        return []
    texts = (reason["text_id"], reason["text_en"], reason["detail"])
    return [
        "",
        f"Sebab / Reason [{reason['code']}]",
        *(f"  {line}" for text in texts for line in wrap(text, WIDTH - 2)),
    ]


def _counts(receipt: Receipt) -> list[str]:
    rows = receipt["rows"]
    if not rows["read"]:
        return []
    counts = {
        "read": rows["read"],
        "accepted": rows["accepted"],
        "rejected": rows["rejected"],
        "merged": rows["merged"],
        "warned": rows["warned"],
    }
    return [
        "",
        *(f"{' / '.join(ROW_COUNT_TEXTS[name]):<40}{INDONESIAN.number(rows):>14}" for name, rows in counts.items()),
    ]


def _rules(receipt: Receipt) -> list[str]:
    if not receipt["rules"]:
        return []
    lines = ["", "Aturan yang dilanggar / Broken rules", "-" * WIDTH]
    if rules_overlap(receipt):
        lines += [line for text in RULES_OVERLAP for line in wrap(text, WIDTH)]
    for rule in receipt["rules"]:
        lines += _rule(rule)
    return lines


def _rule(rule: RuleRecord) -> list[str]:
    severity = "TOLAK/REJECT   " if rule["severity"] == Severity.REJECT_ROW else "peringatan/warn"
    change = f"  {' / '.join(CHANGE_TEXTS[rule['change']])}" if rule["change"] else ""
    rows = ", ".join(map(str, rule["first_rows"])) + (", ..." if rule["rows"] > len(rule["first_rows"]) else "")
    return [
        f"{severity}{INDONESIAN.number(rule['rows']):>9}  {rule['code']}{change}",
        *wrap(rule["text_id"], WIDTH, initial_indent="    ", subsequent_indent="    "),
        *wrap(rule["text_en"], WIDTH, initial_indent="    ", subsequent_indent="    "),
        *([f"    baris/rows {rows}"] if rule["first_rows"] else []),
    ]


def _fixed(receipt: Receipt) -> list[str]:
    if not receipt["fixed"]:
        return []
    lines = ["", "Sudah diperbaiki / Fixed", "-" * WIDTH]
    for one in receipt["fixed"]:
        lines += [f"{_before(one)}{one['code']}: {one['text_id']}"]
    return lines


def _before(one: FixedRecord) -> str:
    return f"{INDONESIAN.number(one['rows_before'])} -> 0  " if one["rows_before"] else ""


def _facts(receipt: Receipt) -> list[str]:
    if not receipt["file_facts_texts"]:
        return []
    lines = ["", "Susunan berkas / How the file is laid out", "-" * WIDTH]
    for fact in receipt["file_facts_texts"]:
        same = fact["value_id"] == fact["value_en"]
        value = fact["value_id"] if same else f"{fact['value_id']} / {fact['value_en']}"
        lines += wrap(f"{fact['name_id']} / {fact['name_en']}: {value}", WIDTH, subsequent_indent="    ")
    return lines
