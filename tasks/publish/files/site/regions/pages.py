"""The pages of regions, `wilayah/<code>.html`, and the same page by itself, to be printed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from tasks.publish.files.site.charts.trend import small_charts
from tasks.publish.files.site.described import FOLDER, page_path
from tasks.publish.files.site.markup.environment import environment, shared_files, squeezed
from tasks.publish.files.site.region_facts import RegionFacts, region_facts
from tasks.publish.files.site.regions.region_view import region_view
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import PROVINCE
from warehouse.figures.schema import Text


def region_pages(tables: Mapping[str, pl.DataFrame], *, as_of: date) -> Iterator[tuple[str, bytes]]:
    """The page of each province and regency by its path in the release, and the style and script that they share.

    tables: the published tables by name, with the statuses of what is hidden.
    """
    for name, content in shared_files().items():
        yield f"{FOLDER}/{name}", content
    template = environment().get_template("region.html.j2")
    facts = region_facts(tables)
    trend = {region.code: region.of["ucj_trend"] for region in facts}
    for region in facts:
        if region.code != NATION:
            smalls = {(row["region_code"], row["region_name"]): trend[row["region_code"]] for row in region.within}
            view = region_view(region, as_of=as_of, smalls=small_charts(smalls)) | _place(region, as_of=as_of)
            yield page_path(region.code), squeezed(template.render(view))


def sheet_files(
    tables: Mapping[str, pl.DataFrame], *, code: str, as_of: date, release_id: str, mark: Text | None
) -> dict[str, bytes]:
    """The page of one region to be printed, by file name, with the style and script that it needs.

    It says of which release it is. mark: a warning above everything else, for an edition that is not public. Raises
    KeyError for a region that the tables do not have.
    """
    region = next((one for one in region_facts(tables) if one.code == code), None)
    if region is None:
        raise KeyError(code)
    view = region_view(region, as_of=as_of, smalls=None, release_id=release_id, mark=mark)
    page = environment().get_template("region.html.j2").render(view | _place(region, as_of=as_of))
    return {f"{code}.html": page.encode(), **shared_files()}


def _place(region: RegionFacts, *, as_of: date) -> dict[str, Any]:
    """Where the page of a region lies, and what it leads to."""
    return {
        "title": Text(id=f"{region.name}: cakupan Jamsostek", en=f"{region.name}: UCJ coverage"),
        "root": "../",
        "here": page_path(region.code),
        "alone": False,
        "workbook": None
        if region.code == NATION
        else f"workbooks/ucj_{as_of.isoformat()}_{region.code[:PROVINCE]}.xlsx",
    }
