"""Tables of all provinces and of all regencies, and how many of them each class of coverage has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from markupsafe import Markup, escape

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.files.site.findings.coverage import highest_and_lowest
from tasks.publish.files.site.flags import common_flags, flag_views, split_flags
from tasks.publish.files.site.markup.cells import both_languages, cell
from tasks.publish.files.site.region_facts import Row
from tasks.publish.files.site.regions.region_view import share_bar
from tasks.publish.files.site.words import WORDS
from warehouse.dimensions.closed_lists import CLASSES
from warehouse.figures.columns import ACTIVE, COVERAGE_PCT, ELIGIBLE, NOT_COVERED
from warehouse.figures.schema import Text

CENT = Decimal("0.01")
NUMBERS = ("coverage_strict_pct", "active", "eligible", "not_covered", "rank_national", "rank_in_province")
TITLES: Mapping[str, Text] = {
    "coverage_pct": COVERAGE_PCT.title,
    "coverage_class": Text(id="Kelas", en="Class"),
    "coverage_strict_pct": Text(id="Tanpa tunggakan", en="Without arrears"),
    "active": ACTIVE.title,
    "eligible": ELIGIBLE.title,
    "not_covered": NOT_COVERED.title,
    "rank_national": Text(id="Peringkat nasional", en="National rank"),
    "rank_in_province": Text(id="Di provinsi", en="In the province"),
}


@dataclass(frozen=True, kw_only=True)
class League:
    """A table of regions of one level, ready to be shown. provinces: those by which it may be filtered."""

    key: str
    title: Text
    finding: Text | None
    head: Markup
    body: Markup
    rows: Sequence[Row]
    provinces: Sequence[tuple[str, str]] = ()
    classes: Sequence[tuple[str, Text]] = ()


@dataclass(frozen=True, kw_only=True)
class ClassCount:
    """A class with its bounds, and how many regions it has. width: of its bar, in percent."""

    code: str
    title: Text
    range: Text
    shade: str
    regencies: int
    provinces: int
    share: Decimal | None
    width: str
    not_covered: int


def province_league(rows: Sequence[Row], *, root: str) -> League:
    """All provinces, in the order of their codes."""
    head, body = _table(rows, names={}, root=root, numbers=NUMBERS[:-1])
    return League(
        key="provinsi",
        title=Text(id="Provinsi", en="Provinces"),
        finding=highest_and_lowest(rows),
        head=head,
        body=body,
        rows=rows,
    )


def regency_league(rows: Sequence[Row], *, provinces: Mapping[str, str], root: str) -> League:
    """All regencies, in the order of their codes, each with the name of its province."""
    head, body = _table(rows, names=provinces, root=root, numbers=NUMBERS)
    return League(
        key="kabupaten",
        title=Text(id="Kabupaten dan kota", en="Regencies and cities"),
        finding=highest_and_lowest(rows),
        head=head,
        body=body,
        rows=rows,
        provinces=tuple(provinces.items()),
        classes=tuple((one, WORDS[one]) for one in CLASSES),
    )


def class_counts(regencies: Sequence[Row], provinces: Sequence[Row], *, bounds: Sequence[Any]) -> list[ClassCount]:
    """One entry a class, the highest first. bounds: coverage from which a region is low, medium, high."""
    counted = []
    for place, code in reversed(list(enumerate(CLASSES))):
        within = [row for row in regencies if row["coverage_class"] == code]
        share = None if not regencies else Decimal(100 * len(within)) / len(regencies)
        counted.append(
            ClassCount(
                code=code,
                title=WORDS[code],
                range=_range(place, bounds),
                shade=f"shade-{code}",
                regencies=len(within),
                provinces=sum(row["coverage_class"] == code for row in provinces),
                share=None if share is None else share.quantize(CENT, ROUND_HALF_UP),
                width=f"{share or 0:.2f}",
                not_covered=sum(row["not_covered"] or 0 for row in within),
            )
        )
    return counted


def _range(place: int, bounds: Sequence[Any]) -> Text:
    if not bounds:
        return Text(id="–", en="–")
    edges = [Decimal(str(one)).quantize(CENT) for one in bounds]
    if place == 0:
        return Text(id=f"di bawah {INDONESIAN.percent(edges[0])}", en=f"below {ENGLISH.percent(edges[0])}")
    low = edges[place - 1]
    if place == len(edges):
        return Text(id=f"{INDONESIAN.percent(low)} atau lebih", en=f"{ENGLISH.percent(low)} or more")
    high = edges[place]
    return Text(
        id=f"{INDONESIAN.percent(low)} sampai di bawah {INDONESIAN.percent(high)}",
        en=f"{ENGLISH.percent(low)} to below {ENGLISH.percent(high)}",
    )


def _table(
    rows: Sequence[Row], *, names: Mapping[str, str], root: str, numbers: Sequence[str]
) -> tuple[Markup, Markup]:
    letters = {flag.code: flag for flag in flag_views()}
    common = common_flags(rows)
    heads = ['<th scope="col">', both_languages(Text(id="Wilayah", en="Region")), "</th>"]
    heads += ['<th scope="col" class="cover">', both_languages(TITLES["coverage_pct"]), "</th>"]
    heads += ['<th scope="col">', both_languages(TITLES["coverage_class"]), "</th>"]
    for name in numbers:
        heads += ['<th scope="col" class="n">', both_languages(TITLES[name]), "</th>"]
    heads += ['<th scope="col">', both_languages(Text(id="Catatan", en="Notes")), "</th>"]
    lines = []
    for row in rows:
        code = row["region_code"]
        province = names.get(code[:2], "")
        flags = [letters[one] for one in split_flags(row["flags"]) if one not in common and one in letters]
        notes = "".join(
            f'<a href="{root}halaman/metode.html#catatan-{one.letter}" title="{escape(one.id)}">{one.letter}</a>'
            for one in flags
        )
        where = f"{escape(code)} · {escape(province)}" if province else str(escape(code))
        shade = row["coverage_class"] or ""
        counted, strict = share_bar(row)
        cells = "".join(f'<td class="n">{cell(row, name)}</td>' for name in numbers)
        lines.append(
            f'<tr data-code="{escape(code)}" data-class="{shade}"><th scope="row">'
            f'<a href="{root}wilayah/{escape(code)}.html">{escape(row["region_name"])}</a> <small>{where}</small></th>'
            f'<td class="cover"><span class="bar" style="--a:{counted};--s:{strict}" aria-hidden="true"></span>'
            f'<span class="v">{cell(row, "coverage_pct")}</span></td>'
            f"<td>{cell(row, 'coverage_class')}</td>{cells}"
            f'<td class="notes">{notes}</td></tr>'
        )
    head = f"<thead><tr>{''.join(heads)}</tr></thead>"
    return Markup(head), Markup("\n".join(lines))  # noqa: S704 - what comes from data is escaped
