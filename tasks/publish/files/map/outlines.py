"""The outlines that the map of a release is drawn with, where the operator has set a boundary file."""

import logging
from pathlib import Path

from tasks.publish.files.map.boundaries import boundaries
from tasks.publish.files.map.drawing import BoundaryDrawing, draw_boundaries
from warehouse.dimensions.regions import load_regions
from warehouse.errors import OperatorError


def outlines_of(path: Path | None) -> BoundaryDrawing | None:
    """Outlines of all regencies; None where no file is set, or where it is not fit: then the map has tiles.

    A file that is not fit stops no release: the log and `ucj doctor` say what is wrong with it.
    """
    if path is None:
        return None
    names = dict(load_regions().regencies.select("code", "name").iter_rows())
    try:
        return draw_boundaries(boundaries(path, names=names))
    except OperatorError as error:
        logging.getLogger(__name__).warning("The map is drawn with tiles: %s", error)
        return None
