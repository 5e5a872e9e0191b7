"""DCAT: a release as a dataset of a catalogue, in JSON-LD, from its `datapackage.json`.

Vocabulary: W3C Data Catalog Vocabulary (DCAT) version 3. Addresses are relative to the file, so that the release may be
served anywhere; no other file is needed to read it.
"""

import json
from collections.abc import Mapping
from typing import Any

from tasks.publish.files.metadata.forms import BY_AGENCY
from tasks.publish.files.metadata.publisher import Publisher

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MONTHLY = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
INDONESIA = "http://publications.europa.eu/resource/authority/country/IDN"
LANGUAGES = ("id", "en")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
RELEASE_FOLDER = "../"  # as seen from the folder of the metadata


def dcat_catalogue(package: Mapping[str, Any], *, publisher: Publisher) -> bytes:
    """The dataset and a distribution for each file, as JSON-LD; `package`: the descriptor of the release."""
    dataset: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": RELEASE_FOLDER,
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{package['name']}-{package['version']}",
        "dcterms:title": _texts(package["title"]),
        "dcterms:description": _texts(package["description"]),
        "dcterms:language": list(LANGUAGES),
        "dcterms:accrualPeriodicity": {"@id": MONTHLY},
        "dcterms:spatial": {"@id": INDONESIA},
        "dcterms:temporal": {
            "@type": "dcterms:PeriodOfTime",
            "dcat:endDate": {"@type": "xsd:date", "@value": package["version"]},
        },
        "dcterms:source": [source["title"] for source in package["sources"]],
        "dcterms:license": {"@id": package["licenses"][0]["path"]},
        "dcat:keyword": package["keywords"],
        "dcat:version": package["version"],
        "dcterms:publisher": {"@type": "foaf:Organization", "foaf:name": publisher.agency},
        "dcat:distribution": [_distribution(resource) for resource in package["resources"]],
    }
    if BY_AGENCY not in (publisher.unit, publisher.email):
        dataset["dcat:contactPoint"] = {
            "@type": "vcard:Organization",
            "vcard:fn": publisher.unit,
            "vcard:hasEmail": {"@id": f"mailto:{publisher.email}"},
        }
    return (json.dumps(dataset, ensure_ascii=False, indent=2) + "\n").encode()


def _distribution(resource: Mapping[str, Any]) -> dict[str, Any]:
    place = RELEASE_FOLDER + resource["path"]
    return {
        "@id": place,
        "@type": "dcat:Distribution",
        "dcterms:title": _texts(resource["title"]),
        "dcat:downloadURL": {"@id": place},
        "dcat:mediaType": {"@id": MEDIA_TYPES + resource["mediatype"]},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": f"{resource['bytes']}"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": resource["hash"].removeprefix("sha256:"),
        },
    }


def _texts(both: str) -> list[dict[str, str]]:
    """A text in both languages, as the descriptor has it, apart."""
    indonesian, _, english = both.partition(" / ")
    return [{"@language": "id", "@value": indonesian}, {"@language": "en", "@value": english or indonesian}]
