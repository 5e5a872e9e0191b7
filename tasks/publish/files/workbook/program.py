"""Name the code that writes workbooks, so that what another version wrote is never taken for this one's."""

import sys
import zlib
from pathlib import Path

import polars as pl
import xlsxwriter

import settings
from expectations import written
from expectations.contracts import codes
from tasks.publish.files.site import bases
from warehouse import errors, figures
from warehouse.dimensions import closed_lists, regions
from warehouse.lake.code_digest import code_digest

MODULES = (bases, closed_lists, codes, errors, regions, written)  # what it uses of other folders
FOLDERS = (Path(__file__).parent, Path(str(figures.__file__)).parent, Path(str(settings.__file__)).parent)
VERSIONS = (sys.version, zlib.ZLIB_RUNTIME_VERSION, pl.__version__, xlsxwriter.__version__)


def source_files() -> list[Path]:
    """Source files on whose content the bytes of a workbook depend, sorted."""
    return sorted(
        [*(Path(str(one.__file__)) for one in MODULES), *(path for folder in FOLDERS for path in folder.rglob("*.py"))]
    )


PROGRAM = code_digest(source_files(), versions=VERSIONS)
