"""`datapackage.json`: every file of a release with its hash, every column with its meaning (Data Package 2.0)."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tasks.publish.editions.edition import PUBLIC, Edition
from tasks.publish.files.formats import FORMATS, PLAIN_FORMATS, TableFormat, file_name
from tasks.publish.files.hashes import FileFacts
from tasks.publish.files.metadata.files import METADATA_FILES
from tasks.publish.files.sdmx.files import DATA, DATA_SCHEMA, SDMX_FILES
from tasks.publish.files.site.described import site_files
from tasks.publish.files.workbook.workbooks import workbook_regions
from warehouse.dimensions.regions import PACKAGE, PACKAGE_VERSION
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables import PUBLISHED_TABLES

PROFILES = "https://datapackage.org/profiles/2.0"
TITLE = Text(id="Cakupan jaminan sosial ketenagakerjaan (UCJ)", en="Employment social security coverage")
PAGE = Text(id="Halaman untuk dibaca", en="Page for reading")
NOTES = Text(id="Catatan rilis: yang baru, revisi, koreksi", en="Release notes: what is new, revisions, corrections")
CHANGES = Text(
    id="Angka yang sudah terbit dan kini lain, dengan sebabnya",
    en="Figures that had been published and are others now, with their cause",
)
OTHER_FILES: Mapping[str, tuple[str, str, Text]] = {
    "index.html": ("page", "text/html", PAGE),
    "release-notes.md": ("release-notes", "text/markdown", NOTES),
    **METADATA_FILES,
    **SDMX_FILES,
    "changes.csv": ("changes", "text/csv", CHANGES),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGIONS_LICENCE = {
    "name": "ODbL-1.0",
    "path": "https://opendatacommons.org/licenses/odbl/1-0/",
    "title": "Open Database License 1.0, for region codes and names; what else is in here, its publisher licenses",
}
REGIONS_SOURCE = {
    "title": f"Region codes and names: {PACKAGE} {PACKAGE_VERSION} by fityannugroho, ODbL 1.0",
    "path": "https://github.com/fityannugroho/idn-area-data",
    "version": PACKAGE_VERSION,
}
BPS_SOURCE = {
    "title": "Codes of BPS in metadata/region-codes.csv: Badan Pusat Statistik, mfdonline.bps.go.id, by Edward Samuel "
    "Pasaribu, ODbL 1.0",
    "path": "https://github.com/edwardsamuel/Wilayah-Administratif-Indonesia",
}
ENROLMENT_SOURCE = {"title": "Enrolments: extracts of the branch offices, positions in ucj_completeness"}
ELIGIBLE_SOURCE = {"title": "Eligible workers: official planning numbers, version in ucj_coverage.eligible_version"}


def build_datapackage(
    *,
    as_of: date,
    files: Mapping[str, FileFacts],
    provenance: Mapping[str, Any],
    edition: Edition = PUBLIC,
    workbooks: Mapping[str, str] | None = None,
) -> bytes:
    """The descriptor of a release, as JSON.

    `workbooks`: the name of the region of each, by path; None = those that every release has.

    `files`: size and hash of every other file of the release, by its name in that edition. `provenance`: what the
    figures follow from (versions, settings), put in as it is; it must be JSON and must not hold a clock time.
    """
    kinds = FORMATS if edition is PUBLIC else PLAIN_FORMATS
    books = workbooks or {path: name for path, (_, name) in workbook_regions(as_of, edition=edition).items()}
    resources = [
        _table_resource(table, kind, files=files, edition=edition) for table in PUBLISHED_TABLES for kind in kinds
    ]
    for path, (name, mediatype, title) in {**OTHER_FILES, **site_files()}.items():
        if path in files:
            schema = {"type": "table", "schema": DATA_SCHEMA} if path == DATA else {}
            resources.append(_file(path, files[path], name=name, mediatype=mediatype, title=title) | schema)
    resources += [
        _file(
            path, files[path], name=path.rpartition("/")[2].removesuffix(".xlsx"), mediatype=XLSX, title=_workbook(name)
        )
        for path, name in books.items()
        if path in files
    ]
    descriptor = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "ucj",
        "title": _both(TITLE if edition.title is None else _joined(edition.title, TITLE)),
        "edition": edition.name,
        "description": _both(
            Text(
                id=f"Peserta aktif terhadap pekerja yang berhak per wilayah, keadaan {as_of.isoformat()}.",
                en=f"Active people among eligible workers per region, as of {as_of.isoformat()}.",
            )
        ),
        "version": as_of.isoformat(),
        "keywords": ["UCJ", "jaminan sosial ketenagakerjaan", "coverage", "Indonesia"],
        "licenses": [REGIONS_LICENCE],
        "sources": [REGIONS_SOURCE, BPS_SOURCE, ENROLMENT_SOURCE, ELIGIBLE_SOURCE],
        "resources": resources,
        "provenance": json.loads(json.dumps(provenance, sort_keys=True)),
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _table_resource(
    table: FactTable, kind: TableFormat, *, files: Mapping[str, FileFacts], edition: Edition
) -> dict[str, Any]:
    path = edition.file_name(file_name(table.name, kind))
    file = _file(
        path,
        files[path],
        name=table.name + kind.resource_suffix,
        mediatype=kind.mediatype,
        title=table.title,
        text=table.description,
    )
    if not kind.has_schema:
        return {**file, **kind.described}
    schema = table_schema(table, resource_suffix=kind.resource_suffix)
    return {**file, "type": "table", **kind.described, "schema": schema}


def _file(
    path: str, facts: FileFacts, *, name: str, mediatype: str, title: Text, text: Text | None = None
) -> dict[str, Any]:
    return {
        "name": name,
        "title": _both(title),
        **({"description": _both(text)} if text else {}),
        "path": path,
        "format": path.rpartition(".")[2],
        "mediatype": mediatype,
        "bytes": facts.bytes,
        "hash": f"sha256:{facts.sha256}",
    }


def table_schema(table: FactTable, *, resource_suffix: str) -> dict[str, Any]:
    """Table Schema of a published table; foreign keys lead to resources of the same kind of file."""
    schema: dict[str, Any] = {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {
                "fields": list(key.columns),
                "reference": {"resource": key.table + resource_suffix, "fields": list(key.columns)},
            }
            for key in table.foreign_keys
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.pattern:
        constraints["pattern"] = column.pattern
    return {
        "name": column.name,
        "type": column.type_name,
        "title": _both(column.title),
        "description": _both(column.description),
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _workbook(region: str) -> Text:
    return Text(id=f"Buku kerja: semua tabel {region}", en=f"Workbook: all tables of {region}")


def _joined(first: Text, second: Text) -> Text:
    return Text(id=f"{first.id}: {second.id}", en=f"{first.en}: {second.en}")


def _both(text: Text) -> str:
    """A text in both languages, Indonesian first."""
    return f"{text.id} / {text.en}"
