"""The JSON Schemas are valid, fresh, and say of a row what the contract says."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from docs.generate import ROOT
from docs.json_schema import row_schema, schema_text
from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed, Kind
from tests.contract.test_rule_examples import Example, read, write

every_feed = pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())


def canonical(cell: Any, kind: Kind) -> Any:
    """A typed value as the schema writes it."""
    if kind is Kind.MONTH and isinstance(cell, date):
        return f"{cell:%Y-%m}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return float(cell)
    return {True: "Y", False: "T"}[cell] if kind is Kind.FLAG and cell is not None else cell


def example_row(feed: Feed, folder: Path) -> dict[str, Any]:
    """The feed's example, read by the real reader."""
    write(folder / "example.csv", feed, [Example("example", feed.example)])
    row: Mapping[str, Any] = read(folder / "example.csv", feed).frame.row(0, named=True)
    return {field.header: canonical(row[field.name], field.kind) for field in feed.fields if field.kept}


@every_feed
class TestSchema:
    def test_is_valid_and_fresh(self, feed: Feed) -> None:
        Draft202012Validator.check_schema(row_schema(feed))
        stored = ROOT / "docs" / "schemas" / f"{feed.name}.schema.json"
        assert stored.read_text(encoding="utf-8") == schema_text(feed), "run `make docs`"

    def test_takes_the_example_and_no_row_without_a_required_column(self, feed: Feed, tmp_path: Path) -> None:
        validator = Draft202012Validator(row_schema(feed))
        row = example_row(feed, tmp_path)
        assert [error.message for error in validator.iter_errors(row)] == []
        required = [field.header for field in feed.fields if field.required]
        for header in required:
            assert not validator.is_valid({name: cell for name, cell in row.items() if name != header}), header

    def test_refuses_what_no_column_can_hold(self, feed: Feed, tmp_path: Path) -> None:
        validator = Draft202012Validator(row_schema(feed))
        row = example_row(feed, tmp_path)
        for field in feed.fields:
            if field.kind not in (Kind.TEXT, Kind.NAME):
                assert not validator.is_valid({**row, field.header: "???"}), field.header


def test_one_of_two_columns_must_be_there(tmp_path: Path) -> None:
    row = example_row(FEEDS["enrolment"], tmp_path)
    neither = {name: cell for name, cell in row.items() if name not in {"BLTH_AKHIR", "TANGGAL_AKHIR"}}
    validator = Draft202012Validator(json.loads(schema_text(FEEDS["enrolment"])))
    assert not validator.is_valid(neither)
    assert validator.is_valid({**neither, "TANGGAL_AKHIR": "2026-12-31"})
