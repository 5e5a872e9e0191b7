"""The files of the folder `sdmx/` of a release, by path."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from tasks.publish.files.sdmx.observations import COLUMNS, DIMENSIONS, sdmx_csv
from tasks.publish.files.sdmx.structure import sdmx_structure
from warehouse.figures.schema import Text

FOLDER = "sdmx"
DATA, STRUCTURE = f"{FOLDER}/ucj_indicators.csv", f"{FOLDER}/structure.json"
# every file by path: its name in the descriptor, its media type, its title
SDMX_FILES: Mapping[str, tuple[str, str, Text]] = {
    DATA: (
        "sdmx-data",
        "application/vnd.sdmx.data+csv;version=2.0.0",
        Text(id="Indikator utama dalam SDMX-CSV 2.0", en="Main indicators in SDMX-CSV 2.0"),
    ),
    STRUCTURE: (
        "sdmx-structure",
        "application/vnd.sdmx.structure+json;version=2.0.0",
        Text(id="Struktur data SDMX (SDMX-JSON 2.0)", en="SDMX data structure (SDMX-JSON 2.0)"),
    ),
}
TYPES = {"OBS_VALUE": "number", "TIME_PERIOD": "date"}
DATA_SCHEMA: Mapping[str, Any] = {  # of the data, for readers of the Data Package
    "fields": [{"name": name, "type": TYPES.get(name, "string")} for name in COLUMNS],
    "missingValues": [""],
    "primaryKey": list(DIMENSIONS),
}


def sdmx_files(tables: Mapping[str, pl.DataFrame], *, as_of: date) -> dict[str, bytes]:
    """Data and structure of the published tables."""
    return {DATA: sdmx_csv(tables), STRUCTURE: sdmx_structure(as_of=as_of)}
