"""The XML of a workbook's parts, whatever prefixes it uses; entities of its own are never expanded."""

import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import IO, NamedTuple
from xml.parsers import expat

CHUNK = 1 << 20


class BadMarkup(Exception):
    """A part that cannot be read: no well-formed XML, or not what such a part holds."""


class TooFar(Exception):
    """A cell lies outside what a sheet can hold, or more is spanned than may be read."""


class Element(NamedTuple):
    """The start of an element: its name and that of its parent, and its attributes, all without prefixes."""

    parent: str
    name: str
    attributes: Mapping[str, str]


def elements(archive: zipfile.ZipFile, part: str, *, named: Collection[str]) -> list[Element]:
    """Elements of a part by these names, in order. Raises `BadMarkup`."""
    found: list[Element] = []
    path = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name in named:
            found.append(Element(path[-1], name, {local_name(key): value for key, value in attributes.items()}))
        path.append(name)

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    with archive.open(part) as stream:
        feed_all(parser, stream)
    return found


def new_parser() -> expat.XMLParserType:
    """A parser that refuses documents with entities or types of their own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def feed_all(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    """Parse a stream to its end. Raises `BadMarkup`."""
    for _ in feed_by_pieces(parser, stream):
        pass


def feed_by_pieces(parser: expat.XMLParserType, stream: IO[bytes]) -> Iterator[None]:
    """Parse a stream, pausing after each piece and at its end. Raises `BadMarkup`."""
    chunk = b"x"
    while chunk:
        chunk = stream.read(CHUNK)
        try:
            parser.Parse(chunk, not chunk)
        except (expat.ExpatError, ValueError, LookupError) as fault:  # LookupError: an encoding that is none
            raise BadMarkup from fault
        yield


def local_name(tag: str) -> str:
    """A name without its prefix."""
    return tag.rpartition(":")[2]


def _no_doctype(*_: object) -> None:
    raise BadMarkup
