"""Causes of moved figures in words: `enrolment:S000003+2 more;rules:measure_version` for people who read a page."""

from collections.abc import Iterator

from expectations.contracts import FEEDS
from tasks.publish.notes.causes import MEASURED_AGAIN, NOT_TRACED, OTHER_DATE
from warehouse.figures.schema import Text

KINDS = {name: Text(id=feed.title_id, en=feed.title_en) for name, feed in FEEDS.items()} | {
    "earlier_months": Text(id="Data bulan-bulan sebelumnya", en="Data of earlier months"),
    MEASURED_AGAIN: Text(id="Bulan yang dihitung ulang", en="Months measured again"),
    "rules": Text(id="Aturan, versi, atau pengaturan", en="Rules, versions or settings"),
    OTHER_DATE: Text(
        id="Tanggal keadaan lain: iuran atau kontrak mulai atau berhenti berlaku",
        en="Another as-of date: paid months or contracts began or ended",
    ),
    NOT_TRACED: Text(id="Tidak terlacak", en="Not traced"),
}


def cause_words(cause: str) -> Text:
    """A cause as notes and `changes.csv` have it, in both languages; what is unknown stays as it is."""
    parts = list(_parts(cause))
    return Text(id="; ".join(one.id for one in parts), en="; ".join(one.en for one in parts))


def _parts(cause: str) -> Iterator[Text]:
    for part in cause.split(";"):
        kind, _, names = part.partition(":")
        words = KINDS.get(kind, Text(id=kind, en=kind))
        listed = names.split("+") if names else []
        yield Text(
            id=words.id + (f" ({', '.join(_more(one) for one in listed)})" if listed else ""),
            en=words.en + (f" ({', '.join(listed)})" if listed else ""),
        )


def _more(name: str) -> str:
    return f"{name.removesuffix(' more')} lainnya" if name.endswith(" more") else name
