"""The national page, `index.html`, and the same page on each other basis, `basis/<basis>.html`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from tasks.publish.files.map.drawing import BoundaryDrawing
from tasks.publish.files.site.bases import BasisView, basis_views
from tasks.publish.files.site.charts.region_map import region_map
from tasks.publish.files.site.charts.trend import small_charts
from tasks.publish.files.site.described import basis_path
from tasks.publish.files.site.markup.environment import environment, squeezed
from tasks.publish.files.site.nation.league import class_counts, province_league, regency_league
from tasks.publish.files.site.region_facts import nation_facts, trend_of
from tasks.publish.files.site.regions.region_view import region_view
from warehouse.dimensions.regions import PACKAGE, PACKAGE_VERSION
from warehouse.figures.schema import Text

BEFORE_MAP = ("target", "tren")  # sections that a reader of the nation asks for first
TITLE = Text(id="Cakupan Jamsostek Indonesia", en="UCJ coverage of Indonesia")


@dataclass(frozen=True, kw_only=True)
class BasisPage:
    """A basis that the release holds, and the path of its national page."""

    basis: BasisView
    path: str


def national_pages(
    tables: Mapping[str, pl.DataFrame],
    *,
    as_of: date,
    settings: Mapping[str, Any],
    changed: Text | None,
    outlines: BoundaryDrawing | None = None,
) -> Iterator[tuple[str, bytes]]:
    """A national page for each basis that the release holds, by path.

    settings: those of the provenance, for the bounds of classes. changed: what became of figures since the release
    before, in a sentence. outlines: of regencies; without them the map has a tile for each.
    """
    held = [
        BasisPage(basis=one, path=basis_path(one.code, official=one.official))
        for one in basis_views(set(tables["ucj_coverage"]["basis"]))
    ]
    template = environment().get_template("national.html.j2")
    for one in held:
        view = _view(tables, basis=one.basis, as_of=as_of, settings=settings, outlines=outlines)
        if view is not None:
            root = "" if one.basis.official else "../"
            place = {"root": root, "here": one.path, "bases_held": held, "alone": True, "changed": changed}
            yield one.path, squeezed(template.render(_with_leagues(view, root=root) | place))


def _view(
    tables: Mapping[str, pl.DataFrame],
    *,
    basis: BasisView,
    as_of: date,
    settings: Mapping[str, Any],
    outlines: BoundaryDrawing | None,
) -> dict[str, Any] | None:
    nation = nation_facts(tables, basis=basis.code)
    if nation is None:
        return None
    coverage = tables["ucj_coverage"].filter(basis=basis.code)
    provinces, regencies = (coverage.filter(level=level).to_dicts() for level in ("province", "regency"))
    trend = trend_of(tables, basis=basis.code, level="province")
    smalls = small_charts({(row["region_code"], row["region_name"]): trend[row["region_code"]] for row in provinces})
    return region_view(nation, as_of=as_of, smalls=smalls) | {
        "title": TITLE
        if basis.official
        else Text(id=f"{TITLE.id}, basis {basis.name}", en=f"{TITLE.en}, basis {basis.name_en}"),
        "basis": basis,
        "before_map": BEFORE_MAP,
        "map": region_map(coverage, outlines=outlines),
        "classes": class_counts(regencies, provinces, bounds=settings.get("class_bounds_pct", ())),
        "province_rows": provinces,
        "regency_rows": regencies,
        "regions_source": f"{PACKAGE} {PACKAGE_VERSION}",
    }


def _with_leagues(view: dict[str, Any], *, root: str) -> dict[str, Any]:
    provinces, regencies = view["province_rows"], view["regency_rows"]
    names = {row["region_code"]: row["region_name"] for row in provinces}
    return view | {
        "provinces": province_league(provinces, root=root),
        "regencies": regency_league(regencies, provinces=names, root=root),
    }
