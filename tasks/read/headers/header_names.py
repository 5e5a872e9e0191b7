"""Which field a header names: by its name in the contract or an alias, with a hint beside it, or misspelt."""

import re
from collections.abc import Collection, Mapping
from functools import cache

from expectations.contracts.schema import Feed, Field

LONGEST = 60  # a longer header is a sentence, whose words are not compared letter by letter
SURE_WORD, SURE_TEXT = 5, 12  # letters from which one wrong letter leaves no doubt
NEAR_TEXT, NEAR_LONG_TEXT = 5, 10  # letters from which one, or two, wrong letters raise the question
SPELLINGS = {
    **dict.fromkeys(("TGL", "TGGL", "TNGGL"), "TANGGAL"),
    **dict.fromkeys(("NOMOR", "NOMER", "NMR"), "NO"),
    **dict.fromkeys(("JML", "JLH"), "JUMLAH"),
}
ABBREVIATED = tuple(SPELLINGS)
PERCENT = re.compile(r"%|percent", re.IGNORECASE)
MANY_ZEROS = re.compile("0{2,}")  # (000): the numbers stand in thousands
SIGNS = re.compile(r"[\W_]")
NUMBERING = re.compile(r"^\s*\(?\d{1,2}[.)]\s*(?=\D)")
HINT = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\s((?:[dmyhbt]{1,4}[/.\-]){1,2}[dmyhbt]{2,4})\s*$", re.IGNORECASE)
HARMLESS_WORDS = """
    angka bb bln bulan d date dd digit digits diisi format h hari hh huruf idr isi jiwa karakter l m mm mmm mon number
    opsional optional orang p required rp rupiah t tahun tanggal teks text tgl thn tidak tt tttt wajib y
    ya yy yyyy
"""
HARMLESS = frozenset(HARMLESS_WORDS.split())


def plain_header(text: str) -> str:
    """A header without what does not matter: case, spaces, dots, underscores and other signs but `%`, as a word."""
    return SIGNS.sub("", PERCENT.sub("PERSEN", text)).upper()


def header_names(feed: Feed) -> Mapping[str, str]:
    """Every name under which a column of a feed is known, in its plain form, and the field it stands for."""
    return _names((*feed.fields, *feed.beside))


@cache
def _names(fields: tuple[Field, ...]) -> Mapping[str, str]:
    found = {_usual(text): field.name for field in fields for text in (field.header, *field.aliases)}
    percentages = [field for field in fields if field.unit == "percent"]
    return found | {f"{_usual(text)}PERSEN": one.name for one in percentages for text in (one.header, *one.aliases)}


def field_of(text: str, names: Mapping[str, str]) -> str | None:
    """The field that a header names; hints that change nothing, such as `(dd/mm/yyyy)`, do not matter."""
    if name := names.get(_usual(text)):
        return name
    bare = NUMBERING.sub("", HINT.sub(_unless_harmless, text))
    return names.get(_usual(bare)) if bare != text else None


def misspelt_field(text: str, feed: Feed, *, present: Collection[str]) -> str | None:
    """The one missing field whose name a header misses by one letter of a long word; None where there is any doubt."""
    near = {name: missed for name, missed in _near(text, feed).items() if name not in present}
    names = [name for name, missed in near.items() if missed == 1]
    return names[0] if len(names) == len(near) == 1 and _is_sure(text, feed.field(names[0])) else None


def asked_fields(text: str, feed: Feed, *, present: Collection[str], is_known: bool = False) -> tuple[str, ...]:
    """Missing fields of which a header reminds: its name is near, or it holds a word that speaks of such a column.

    is_known: it is the name of a column beside the feed, so that its letters are no mistake.
    """
    words = re.findall(r"[^\W\d_]+", text.upper())
    written = f" {' '.join(words)} "
    near = {} if is_known else _near(text, feed)
    return tuple(
        field.name
        for field in feed.fields
        if field.kept
        and field.name not in present
        and (
            field.name in near
            or any(f" {word} " in written or (len(words) == 1 and words[0].endswith(word)) for word in field.words)
            or field_of(HINT.sub("", text), {_usual(name): field.name for name in (field.header, *field.aliases)})
        )
    )


def _usual(text: str) -> str:
    plain = plain_header(text)
    if not plain.startswith(ABBREVIATED):
        return plain
    short = next(one for one in ABBREVIATED if plain.startswith(one))
    return SPELLINGS[short] + plain.removeprefix(short)


def _unless_harmless(hint: re.Match[str]) -> str:
    """A hint falls away; one that says what the cells mean (thousands, per cent, the month first) stays."""
    words = re.findall(r"[^\W\d_]+", hint[0].lower())
    is_month_first = "mm" in words and "dd" in words and words.index("mm") < words.index("dd") and words[0] == "mm"
    changes = is_month_first or PERCENT.search(hint[0]) or MANY_ZEROS.search(hint[0])
    return "" if HARMLESS.issuperset(words) and not changes else hint[0]


def _near(text: str, feed: Feed) -> dict[str, int]:
    """Kept fields whose name differs by one or two letters, and by how many."""
    if len(text) > LONGEST:
        return {}
    plain = _usual(text)
    found: dict[str, int] = {}
    for name, field in header_names(feed).items():
        allowed = (min(len(plain), len(name)) >= NEAR_TEXT) + (min(len(plain), len(name)) >= NEAR_LONG_TEXT)
        if allowed and feed.field(field).kept and 0 < (missed := _letters_missed(plain, name, allowed)) <= allowed:
            found[field] = min(missed, found.get(field, missed))
    return found


def _is_sure(text: str, field: Field) -> bool:
    """Whether the wrong letter stands in a word long enough: `TKA` beside `TK` is another word."""
    written = re.findall(r"[^\W_]+", text.upper())
    for name in (field.header, *field.aliases):
        words = name.split("_")
        differ = [(one, other) for one, other in zip(written, words, strict=False) if one != other]
        if len(words) == len(written) and len(differ) == 1 and min(map(len, differ[0])) >= SURE_WORD:
            return True
    return len(written) == 1 and len(written[0]) >= SURE_TEXT


def _letters_missed(one: str, other: str, enough: int) -> int:
    """Letters to insert, drop, replace or swap with the next; more than enough where they are more than that."""
    if abs(len(one) - len(other)) > enough:
        return enough + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > enough:
            return enough + 1
        before, last = last, now
    return last[-1]
