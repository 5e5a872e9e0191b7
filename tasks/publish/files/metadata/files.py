"""The files of the folder `metadata/` of a release, by name; the same release gives the same bytes."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tasks.publish.files.metadata.activity import activity_entry
from tasks.publish.files.metadata.dcat import dcat_catalogue
from tasks.publish.files.metadata.forms import FORMS, MS_IND, MS_KEG, MS_VAR, REGULATION, Entry, MetadataForm
from tasks.publish.files.metadata.indicators import indicator_entries
from tasks.publish.files.metadata.publisher import Publisher
from tasks.publish.files.metadata.region_codes import region_codes
from tasks.publish.files.metadata.sheet import forms_workbook
from tasks.publish.files.metadata.variables import variable_entries
from warehouse.dimensions.regions import load_regions
from warehouse.figures.schema import Text

FOLDER = "metadata"
JSON, SHEET, CSV, JSON_LD = (
    "application/json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv",
    "application/ld+json",
)
DCAT = f"{FOLDER}/dcat.jsonld"
WORKBOOK = f"{FOLDER}/metadata-statistik.xlsx"
REGION_CODES = f"{FOLDER}/region-codes.csv"
# every file by path: its name in the descriptor, its media type, its title
METADATA_FILES: Mapping[str, tuple[str, str, Text]] = {
    f"{FOLDER}/ms-keg.json": (
        "ms-keg", JSON, Text(id="Metadata statistik kegiatan (MS-Keg)", en="Statistical metadata of the activity")
    ),
    f"{FOLDER}/ms-var.json": (
        "ms-var", JSON, Text(id="Metadata statistik variabel (MS-Var)", en="Statistical metadata of the variables")
    ),
    f"{FOLDER}/ms-ind.json": (
        "ms-ind", JSON, Text(id="Metadata statistik indikator (MS-Ind)", en="Statistical metadata of the indicators")
    ),
    WORKBOOK: ("ms-forms", SHEET, Text(id="Formulir MS-Keg, MS-Var, MS-Ind terisi", en="The three forms filled in")),
    REGION_CODES: ("region-codes", CSV, Text(id="Kode wilayah Kemendagri dan BPS", en="Region codes of both agencies")),
    DCAT: ("dcat", JSON_LD, Text(id="Deskripsi katalog (DCAT)", en="Catalogue description (DCAT)")),
}  # fmt: skip


def form_entries(*, as_of: date, publisher: Publisher) -> Mapping[str, Sequence[Entry]]:
    """The entries of each form, by its code."""
    variables = variable_entries()
    return {
        MS_KEG.code: [activity_entry(as_of=as_of, variables=len(variables), publisher=publisher)],
        MS_VAR.code: variables,
        MS_IND.code: indicator_entries(),
    }


def metadata_files(*, as_of: date, publisher: Publisher) -> dict[str, bytes]:
    """Forms and codes: what can be written before the other files of the release are known."""
    entries = form_entries(as_of=as_of, publisher=publisher)
    forms = {f"{FOLDER}/{form.code.lower()}.json": _form_json(form, entries[form.code]) for form in FORMS}
    return {**forms, WORKBOOK: forms_workbook(entries), REGION_CODES: region_codes(load_regions())}


def catalogue_file(package: bytes, *, publisher: Publisher) -> dict[str, bytes]:
    """The catalogue description of everything that `package`, a descriptor of the release, lists."""
    described: Mapping[str, Any] = json.loads(package)
    return {DCAT: dcat_catalogue(described, publisher=publisher)}


def _form_json(form: MetadataForm, entries: Sequence[Entry]) -> bytes:
    content = {
        "form": form.code,
        "title": form.title,
        "regulation": REGULATION,
        "questions": [
            {"number": q.number, "key": q.key, "label": q.label, "required": q.required} for q in form.questions
        ],
        "entries": entries,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
