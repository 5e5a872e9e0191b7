"""The code lists of the SDMX dataset with their names in both languages."""

from collections.abc import Iterator, Mapping

from expectations.contracts.codes import code_lists
from settings import SEGMENTS
from tasks.publish.files.sdmx.observations import OWN_CODES, SLICES, TOTAL, UNKNOWN, area_code
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import load_regions
from warehouse.figures.schema import Text
from warehouse.figures.tables import PUBLISHED_TABLE

Names = Mapping[str, Text]
EVERYONE = {TOTAL: Text(id="Semua", en="All"), UNKNOWN: Text(id="Tidak diketahui", en="Not known")}
SEXES: Names = {"M": Text(id="Laki-laki", en="Male"), "F": Text(id="Perempuan", en="Female")}
UNITS: Names = {"PS": Text(id="Orang", en="Persons"), "PT": Text(id="Persen", en="Percent")}
OBS_STATUS: Names = {
    "A": Text(id="Angka", en="Normal value"),
    "L": Text(id="Tidak dilaporkan", en="Missing value; data exist but were not collected"),
    "O": Text(id="Tidak tersedia", en="Missing value"),
    "Q": Text(id="Dirahasiakan", en="Missing value; suppressed"),
}
CONF_STATUS: Names = {
    "C": Text(id="Dirahasiakan agar tidak ada orang yang dapat dikenali", en="Confidential statistical information"),
    "F": Text(id="Bebas diterbitkan", en="Free (publishable)"),
}


def sdmx_lists() -> dict[str, Names]:
    """Codes and names of every list, by the name of the dimension or attribute that has it."""
    listed = {one.code: Text(id=one.name_id, en=one.name_en) for one in code_lists()["SEGMEN"].codes}
    ages = {code: Text(id=f"{group} tahun", en=f"{group} years") for group, code in OWN_CODES["AGE"].items()
            if code not in EVERYONE}  # fmt: skip
    return {
        "REF_AREA": dict(_areas()),
        "SEGMENT": {**{code: listed[code] for code in SEGMENTS}, TOTAL: EVERYONE[TOTAL]},
        "SEX": {**SEXES, **EVERYONE},
        "AGE": {**ages, **EVERYONE},
        "INDICATOR": dict(_indicators()),
        "UNIT_MEASURE": UNITS,
        "OBS_STATUS": OBS_STATUS,
        "CONF_STATUS": CONF_STATUS,
    }


def _areas() -> Iterator[tuple[str, Text]]:
    regions = load_regions()
    yield NATION, Text(id="Indonesia", en="Indonesia")
    for listed in (regions.provinces, regions.regencies):
        for code, name in listed.select("code", "name").rows():
            yield area_code(code), Text(id=name, en=name)


def _indicators() -> Iterator[tuple[str, Text]]:
    """Names of columns; those of the first table that has one of that name."""
    told: dict[str, Text] = {}
    for each in SLICES:
        for column in PUBLISHED_TABLE[each.table].columns:
            if column.name in each.figures:
                told.setdefault(column.name.upper(), column.title)
    yield from told.items()
