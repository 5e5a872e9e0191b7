"""A JSON Schema (2020-12) of each feed: one row as the pipeline understands it, under the headers of the contract.

Dates are ISO days, months `YYYY-MM`, flags Y or T, identifiers and codes text without signs. What reaches across
several columns is not in the schema: docs/rules.md has the rules.
"""

import json
from typing import Any

from expectations.contracts.codes import code_lists
from expectations.contracts.schema import Feed, Field, Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REGION = r"^(ID|[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}\.[0-9]{4})?)?)$"
REGION_OF_WIDTH = {4: r"^[0-9]{2}\.[0-9]{2}$", 10: r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$"}
SHAPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string", "minLength": 1},
    Kind.NAME: {"type": "string", "minLength": 1},
    Kind.DATE: {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    Kind.MONTH: {"type": "string", "pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])$"},
    Kind.INTEGER: {"type": "integer"},
    Kind.AMOUNT: {"type": "number"},
    Kind.FLAG: {"enum": ["Y", "T"]},
}


def schema_text(feed: Feed) -> str:
    """The schema of a feed as a file."""
    return json.dumps(row_schema(feed), ensure_ascii=False, indent=2) + "\n"


def row_schema(feed: Feed) -> dict[str, Any]:
    """The schema of one row; a cell that may be empty may be null or absent."""
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": f"{feed.file_prefix} {feed.version}",
        "description": f"{feed.title_id} / {feed.title_en}",
        "type": "object",
        "properties": {field.header: _property(field) for field in feed.fields},
        "required": [field.header for field in feed.fields if field.required],
        "additionalProperties": True,
    }
    if feed.require_one_of:
        schema["allOf"] = [
            {"anyOf": [{"required": [feed.field(name).header]} for name in choice]} for choice in feed.require_one_of
        ]
    return schema


def _property(field: Field) -> dict[str, Any]:
    about: dict[str, Any] = {
        "description": f"{field.text_id} / {field.text_en}",
        "x-aliases": list(field.aliases),
        "x-sensitivity": str(field.sensitivity),
    }
    if field.unit:
        about["x-unit"] = field.unit
    return {"anyOf": [_shape(field), {"type": "null"}], **about}


def _shape(field: Field) -> dict[str, Any]:
    if field.kind is Kind.CODE:
        return {"enum": [entry.code for entry in code_lists()[str(field.code_list)].codes]}
    if field.kind is Kind.DIGITS:
        return {"type": "string", "pattern": f"^[0-9]{{{field.width}}}$"}
    if field.kind is Kind.REGION:
        return {"type": "string", "pattern": REGION_OF_WIDTH[field.width] if field.width else REGION}
    return SHAPES[field.kind]
