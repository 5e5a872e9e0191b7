"""Name the code that counts, so that what another version counted is never taken for this one's."""

from pathlib import Path

import polars as pl

from tasks.execution import stage_log
from warehouse import errors, files
from warehouse.dimensions import closed_lists
from warehouse.lake import cache, integrity
from warehouse.lake.code_digest import code_digest
from warehouse.stores import bound_folders, store, whole_objects

GETS_OBJECTS = (bound_folders, store, whole_objects)
MODULES = (cache, closed_lists, errors, integrity, stage_log, *GETS_OBJECTS)  # what it uses of other folders
FOLDERS = (Path(__file__).parents[1], Path(str(files.__file__)).parent)


def source_files() -> list[Path]:
    """Source files whose content decides the counts, sorted."""
    return sorted(
        [*(Path(str(one.__file__)) for one in MODULES), *(path for folder in FOLDERS for path in folder.rglob("*.py"))]
    )


PROGRAM = code_digest(source_files(), versions=[pl.__version__])
