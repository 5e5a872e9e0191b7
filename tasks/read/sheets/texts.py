"""The shared texts of a workbook, as a column; cells name them by number."""

import re
import zipfile
from typing import IO

import polars as pl

from tasks.read.sheets.markup import feed_all, local_name, new_parser

PLAIN_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)?\s*<(?P<prefix>\w{1,20}:)?sst[\s>]", re.DOTALL)
OTHER_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
ITEM, PIECE = b"<si>", 1 << 22
ITEM_END = r"\s*</si>\s*$"
ONE_TEXT = r"^\s*<t(?: [^<>]*)?>([^<]*)</t>" + ITEM_END
NO_TEXT = r"^\s*(?:<t(?: [^<>]*)?/>)?" + ITEM_END
SOME_TEXT = r"<t(?: [^<>]*)?>"
ONE_RUN, SPOKEN = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>"), re.compile(r"<rPh[ >].*?</rPh>", re.DOTALL)
RAISED_RUN = re.compile(
    r'(<vertAlign val="su(?:per|b)script"(?:(?!</r>).)*?<t(?: [^<>]*)?>)([^<]*)(?=</t>)',
    re.DOTALL,
)
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
REFERENCE = re.compile(r"&(?:(?P<name>amp|lt|gt|quot|apos)|#x(?P<hex>[0-9A-Fa-f]{1,6})|#(?P<number>[0-9]{1,7}));")
BYTES_REFERENCE = re.compile(rb"&(?:amp|lt|gt|quot|apos|#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7});")


def shared_texts(archive: zipfile.ZipFile, part: str) -> pl.Series:
    """Texts by number. Raises `BadMarkup`."""
    with archive.open(part) as stream:
        data = stream.read()
    found = _of_usual_markup(data)
    if found is None:
        with archive.open(part) as stream:
            found = pl.Series(_of_any_markup(stream), dtype=pl.String)
    return found


def plain_texts(texts: pl.Series) -> pl.Series:
    """Texts of XML as they are meant: `&amp;`, and signs that XML cannot hold written as `_x000D_`."""
    odd = (texts.str.contains("&", literal=True) | texts.str.contains("_x", literal=True)).fill_null(value=False)
    places = odd.arg_true()
    if places.is_empty():
        return texts
    meant = [plain_text(REFERENCE.sub(_referred, text)) for text in texts.gather(places)]
    return texts.scatter(places, pl.Series(meant, dtype=pl.String))


def plain_text(text: str) -> str:
    """A text with its escaped signs as signs."""
    return ESCAPED.sub(lambda found: _sign(int(found[1], 16)), text) if "_x" in text else text


def refers_to_others(data: bytes) -> bool:
    """Whether a text of XML refers to more than single signs."""
    signs = data.count(b"&")
    return signs != 0 and signs != len(BYTES_REFERENCE.findall(data))


def bare_names(markup: bytes, prefix: bytes) -> bytes:
    """Markup without a prefix of its names; `prefix` with its colon."""
    return markup.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")


def rich_text(item: str) -> str | None:
    """The text of parts in several fonts, without how it is spoken; None when there is none.

    Digits of a raised or lowered part, a footnote as a rule, are raised ones.
    """
    if "<vertAlign" in item:
        item = RAISED_RUN.sub(lambda found: found[1] + found[2].translate(RAISED), item)
    runs = ONE_RUN.findall(SPOKEN.sub("", item))
    return "".join(runs) if runs else None


def is_raised(name: str, attributes: dict[str, str]) -> bool:
    """Whether an element says that its part of a text is raised or lowered."""
    return name == "vertAlign" and attributes.get("val") in ("superscript", "subscript")


def _referred(found: re.Match[str]) -> str:
    if found["name"]:
        return NAMED[found["name"]]
    return _sign(int(found["hex"], 16) if found["hex"] else int(found["number"]))


def _sign(number: int) -> str:
    return chr(number) if number < 0xD800 or 0xDFFF < number < 0x110000 else ""


def _of_usual_markup(data: bytes) -> pl.Series | None:
    """Texts of markup as nearly all programs write it; None when it is anything else."""
    start = PLAIN_START.match(data)
    if not start or OTHER_ENCODING.search(start[0]) or refers_to_others(data):
        return None
    if start["prefix"]:
        data = bare_names(data, start["prefix"])
    if any(sign in data for sign in (b"<!", b"<si ", b"<si\n", b":si>")) or data.count(b"<?") > 1:
        return None
    if (end := data.rfind(b"</sst>")) < 0:
        return pl.Series(dtype=pl.String) if data.endswith(b"/>") else None
    parts = [pl.Series(dtype=pl.String)]
    begin = data.find(ITEM)
    while begin >= 0:
        next_item = data.find(ITEM, begin + PIECE)
        found = _of_items(data[begin : next_item if next_item >= 0 else end])
        if found is None:
            return None
        parts.append(found)
        begin = next_item
    return pl.concat(parts)


def _of_items(piece: bytes) -> pl.Series | None:
    try:
        items = (
            pl.Series([piece.decode().replace("<si/>", "<si></si>")])
            .str.split("<si>")
            .list.explode(empty_as_null=True, keep_nulls=True)
        )
    except UnicodeDecodeError:
        return None
    items = items.slice(1)
    if piece.count(b"</si>") + piece.count(b"<si/>") != items.len():
        return None
    texts = items.str.extract(ONE_TEXT, 1)
    others = texts.is_null().arg_true()
    if others.is_empty():
        return plain_texts(texts)
    left = items.gather(others)
    if not (left.str.contains(NO_TEXT) | left.str.contains(SOME_TEXT)).all():
        return None
    return plain_texts(texts.scatter(others, pl.Series([rich_text(item) or "" for item in left], dtype=pl.String)))


def _of_any_markup(stream: IO[bytes]) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    depth = {"t": 0, "rPh": 0}
    raised = {"r": 0}  # ends with its part of the text

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        raised["r"] += is_raised(name, attributes)
        if name == "si":
            pieces.clear()
        elif name in depth:
            depth[name] += 1

    def end(tag: str) -> None:
        name = local_name(tag)
        raised["r"] *= name != "r"
        if name == "si":
            texts.append(plain_text("".join(pieces)))
        elif name in depth:
            depth[name] -= 1

    def text(piece: str) -> None:
        if depth["t"] and not depth["rPh"]:
            pieces.append(piece.translate(RAISED) if raised["r"] else piece)

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    feed_all(parser, stream)
    return texts
