"""The parts of a workbook: its sheets, which of them are hidden, what its formats show, how it counts days."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from tasks.read.sheets.markup import BadMarkup, elements
from tasks.read.sheets.number_formats import BUILT_IN, Shown, shown_as

MAIN_PART, ROOT = "xl/workbook.xml", "_rels/.rels"
USUAL_PARTS = {"xl/sharedstrings.xml": "sharedStrings", "xl/styles.xml": "styles"}  # where nothing leads to them
TRUE = {"1", "true", "on"}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A worksheet. number: its place in the workbook, counted from 1 with all others; part: where its cells are."""

    number: int
    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, kw_only=True)
class Book:
    """What holds for all sheets.

    sheets: worksheets only, no charts. places: how many sheets of any kind there are. shown: by cell style, what the
    style makes of a number. counts_from_1904: days are counted from 1904-01-01. is_recalculated: the program that wrote
    the workbook did not compute its formulas, and asks that they be computed on opening.
    """

    sheets: tuple[Sheet, ...]
    places: int
    texts_part: str | None
    shown: tuple[Shown, ...]
    counts_from_1904: bool
    is_recalculated: bool


def read_book(archive: zipfile.ZipFile) -> Book:
    """The parts of a workbook. Raises `BadMarkup` and what `zipfile` raises."""
    names = {_plain(name): name for name in archive.namelist()}
    main = _main_part(archive, names)
    related = _relations(archive, main, names)
    found = elements(archive, main, named={"sheet", "workbookPr", "calcPr"})
    listed = [one.attributes for one in found if one.name == "sheet" and one.parent == "sheets"]
    sheets = []
    for number, sheet in enumerate(listed, start=1):
        if sheet.get("id", "") not in related:
            raise BadMarkup  # a sheet whose cells are not there
        kind, part = related[sheet["id"]]
        if kind == "worksheet":
            hidden = sheet.get("state", "visible") != "visible"
            sheets.append(Sheet(number=number, name=sheet.get("name", ""), part=part, is_hidden=hidden))
    properties = {one.name: one.attributes for one in found}
    by_kind = {kind: names[part] for part, kind in USUAL_PARTS.items() if part in names} | dict(related.values())
    return Book(
        sheets=tuple(sheets),
        places=len(listed),
        texts_part=by_kind.get("sharedStrings"),
        shown=_shown_by_style(archive, by_kind["styles"]) if "styles" in by_kind else (),
        counts_from_1904=properties.get("workbookPr", {}).get("date1904", "").lower() in TRUE,
        is_recalculated=properties.get("calcPr", {}).get("fullCalcOnLoad", "").lower() in TRUE,
    )


def _main_part(archive: zipfile.ZipFile, names: Mapping[str, str]) -> str:
    if _plain(ROOT) in names:
        for one in elements(archive, names[_plain(ROOT)], named={"Relationship"}):
            target = _plain(posixpath.join("/", one.attributes.get("Target", "")))
            if one.attributes.get("Type", "").endswith("/officeDocument") and target in names:
                return names[target]
    if MAIN_PART in names:
        return names[MAIN_PART]
    raise BadMarkup


def _relations(archive: zipfile.ZipFile, main: str, names: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    """Relation id -> its kind, and the part that it leads to; links to elsewhere lead nowhere."""
    folder, _, name = main.rpartition("/")
    listed = _plain(f"{folder}/_rels/{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    for one in elements(archive, names[listed], named={"Relationship"}) if listed in names else ():
        target = _plain(posixpath.join("/" + folder, one.attributes.get("Target", "").replace("\\", "/")))
        if target in names:
            found[one.attributes.get("Id", "")] = (one.attributes.get("Type", "").rpartition("/")[2], names[target])
    return found


def _shown_by_style(archive: zipfile.ZipFile, part: str) -> tuple[Shown, ...]:
    found = elements(archive, part, named={"numFmt", "xf"})
    codes = {
        one.attributes.get("numFmtId", ""): one.attributes.get("formatCode", "")
        for one in found
        if one.name == "numFmt" and one.parent == "numFmts"
    }
    styles = (one.attributes.get("numFmtId", "0") for one in found if one.name == "xf" and one.parent == "cellXfs")
    return tuple(shown_as(codes[style]) if style in codes else _built_in(style) for style in styles)


def _built_in(number: str) -> Shown:
    return BUILT_IN.get(int(number), "number") if re.fullmatch(r"[0-9]{1,9}", number) else "number"


def _plain(name: str) -> str:
    """A part's name as the format compares them: without regard to case, from the root."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()
