"""The structure of the SDMX dataset as an SDMX-JSON 2.0 message: concepts, code lists, data structure, dataflow."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tasks.publish.files.sdmx.code_lists import sdmx_lists
from tasks.publish.files.sdmx.observations import AGENCY, ATTRIBUTES, DATAFLOW, DIMENSIONS, VERSION
from warehouse.figures.schema import Text

SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-structure-schema.json"
TIME, VALUE = "TIME_PERIOD", "OBS_VALUE"
CONCEPTS: Mapping[str, Text] = {
    "REF_AREA": Text(id="Wilayah menurut NIK", en="Region of the NIK"),
    "SEGMENT": Text(id="Segmen", en="Segment"),
    "SEX": Text(id="Jenis kelamin", en="Sex"),
    "AGE": Text(id="Kelompok umur", en="Age group"),
    "INDICATOR": Text(id="Indikator", en="Indicator"),
    TIME: Text(id="Tanggal keadaan", en="As-of date"),
    VALUE: Text(id="Nilai", en="Value"),
    "UNIT_MEASURE": Text(id="Satuan", en="Unit of measure"),
    "OBS_STATUS": Text(id="Status nilai", en="Observation status"),
    "CONF_STATUS": Text(id="Status kerahasiaan", en="Confidentiality status"),
}
TITLE = Text(
    id="Indikator cakupan jaminan sosial ketenagakerjaan", en="Indicators of employment social security coverage"
)


def sdmx_structure(*, as_of: date) -> bytes:
    """The message; the same date gives the same bytes: it says that it was prepared when that day began."""
    lists = sdmx_lists()
    dimensions = [
        {"id": name, "position": place, "conceptIdentity": _concept(name), "localRepresentation": _coded(name)}
        for place, name in enumerate(DIMENSIONS)
        if name != TIME
    ]
    attributes = [
        {
            "id": name,
            "usage": "mandatory",
            "conceptIdentity": _concept(name),
            "attributeRelationship": {"observation": {}},
            "localRepresentation": _coded(name),
        }
        for name in ATTRIBUTES
    ]
    components = {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": dimensions,
            "timeDimension": {
                "id": TIME,
                "conceptIdentity": _concept(TIME),
                "localRepresentation": {"format": {"dataType": "ObservationalTimePeriod"}},
            },
        },
        "measureList": {
            "id": "MeasureDescriptor",
            "measures": [
                {
                    "id": VALUE,
                    "conceptIdentity": _concept(VALUE),
                    "localRepresentation": {"format": {"dataType": "Decimal"}},
                }
            ],
        },
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
    }
    message = {
        "meta": {
            "schema": SCHEMA,
            "id": f"{DATAFLOW}-{as_of.isoformat()}",
            "test": False,
            "prepared": f"{as_of.isoformat()}T00:00:00Z",
            "contentLanguages": ["id", "en"],
            "sender": {"id": AGENCY},
        },
        "data": {
            "codelists": [
                {**_named(f"CL_{name}", CONCEPTS[name]), **_OURS, "codes": [_named(*one) for one in codes.items()]}
                for name, codes in lists.items()
            ],
            "conceptSchemes": [
                {**_named("CS_UCJ", TITLE), **_OURS, "concepts": [_named(*one) for one in CONCEPTS.items()]}
            ],
            "dataStructures": [{**_named("DSD_UCJ", TITLE), **_OURS, "dataStructureComponents": components}],
            "dataflows": [
                {**_named(DATAFLOW, TITLE), **_OURS, "structure": _urn("datastructure.DataStructure", "DSD_UCJ")}
            ],
        },
    }
    return (json.dumps(message, ensure_ascii=False, indent=1) + "\n").encode()


_OURS = {"agencyID": AGENCY, "version": VERSION}


def _named(code: str, name: Text) -> dict[str, Any]:
    return {"id": code, "name": name.id, "names": {"id": name.id, "en": name.en}}


def _urn(kind: str, code: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{code}({VERSION})"


def _concept(name: str) -> str:
    return _urn("conceptscheme.Concept", "CS_UCJ") + f".{name}"


def _coded(name: str) -> dict[str, str]:
    return {"enumeration": _urn("codelist.Codelist", f"CL_{name}")}
