"""`receipt.html`: the receipt as a page by itself: no script, no other host; Indonesian first, then English."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from expectations.contracts import FEEDS
from expectations.jakarta import JAKARTA
from expectations.page_templates import templates_in
from expectations.written import ENGLISH, INDONESIAN
from tasks.check.receipt.build import rules_overlap
from tasks.check.receipt.messages import CHANGE_TEXTS, ROW_COUNT_TEXTS, RULES_OVERLAP, SEVERITY_TEXTS
from tasks.check.receipt.schema import Receipt
from tasks.presentation.safe_text import visible

TEMPLATES = Path(__file__).parent / "templates"
MOODS = {"accepted": "good", "superseded": "good", "duplicate": "plain", "received": "plain", "refused": "bad"}


def receipt_page(receipt: Receipt, *, files: Collection[str]) -> bytes:
    """The page in UTF-8; `files`: names of what lies beside it."""
    position = date.fromisoformat(receipt["position_date"]) if receipt["position_date"] else None
    html = _template().render(
        receipt=receipt,
        file_name=visible(receipt["file_name"]),
        feed=FEEDS.get(receipt["feed"] or ""),
        position=position,
        received=datetime.fromisoformat(receipt["received_at"]).astimezone(JAKARTA) if receipt["received_at"] else None,
        mood=MOODS.get(receipt["status"], "warn"),
        counts=ROW_COUNT_TEXTS,
        severities=SEVERITY_TEXTS,
        changes=CHANGE_TEXTS,
        overlap=RULES_OVERLAP if rules_overlap(receipt) else None,
        files=files,
        style=Markup((TEMPLATES / "receipt.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
    )
    return html.encode("utf-8", errors="replace")


@cache
def _template() -> jinja2.Template:
    made = templates_in(TEMPLATES, keep_last_newline=True)
    made.filters |= {
        "count": INDONESIAN.number,
        "id_date": INDONESIAN.day,
        "en_date": ENGLISH.day,
        "visible": visible,
        "breakable": _breakable,
    }
    return made.get_template("receipt.html.j2")


def _breakable(name: str) -> Markup:
    """The name of a file that may go on in the next line behind an underscore, as its parts do."""
    return escape(name).replace("_", Markup("_<wbr>"))
