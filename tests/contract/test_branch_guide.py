"""The guides tell branches everything that is checked, and every command and file name in them works."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import typer.main

from deployments.cli import app
from docs.branch_guide import BLOCK, BLOCKS, fill_blocks
from docs.generate import ROOT, branch_guides
from expectations.contracts import FEED_OF_PREFIX, FEEDS
from expectations.contracts.codes import code_lists
from expectations.contracts.file_rules import FILE_RULES
from tasks.check.receipt.files import RECEIPT_FILES
from tasks.read.cells.columns import read_column
from tasks.receive.file_name import parse_name
from warehouse.records import Status

GUIDES = {language: ROOT / "docs" / f"branch-guide.{language}.md" for language in ("id", "en")}
COMMAND = re.compile(r"`(ucj [^`]+)`|^(ucj .+)$", re.MULTILINE)
NAMES = re.compile(r"\b([A-Z]{5,}_[A-Z0-9]+_[0-9]{8}[A-Za-z0-9_.]*[a-z])")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)

in_both_languages = pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES.keys())


def written_by_hand(guide: Path) -> str:
    """The guide without its generated parts."""
    return BLOCK.sub("", guide.read_text(encoding="utf-8"))


def table_cells(text: str) -> set[str]:
    """First cells of all rows of all tables, without their code signs."""
    return {line.split("|")[1].strip().strip("`") for line in text.splitlines() if line.startswith("| ")}


@in_both_languages
class TestGuide:
    def test_holds_every_rule_every_column_every_code_and_every_result(self, guide: Path) -> None:
        cells = table_cells(guide.read_text(encoding="utf-8"))
        rules = {rule.code for feed in FEEDS.values() for rule in feed.rules} | {rule.code for rule in FILE_RULES}
        headers = {field.header for feed in FEEDS.values() for field in feed.fields}
        codes = {entry.code for codes in code_lists().values() for entry in codes.codes}
        assert (rules | headers | codes | set(Status)) - cells == set()

    def test_commands_exist_with_their_options(self, guide: Path) -> None:
        group = typer.main.get_group(app)
        found = ["".join(match) for match in COMMAND.findall(written_by_hand(guide))]
        assert len(found) >= 5
        for line in found:
            _, name, *words = line.split()
            options = {option for param in group.commands[name].params for option in param.opts}
            assert {word for word in words if word.startswith("--")} <= options, line

    def test_templates_that_are_offered_are_of_a_feed(self, guide: Path) -> None:
        offered = set(re.findall(r"ucj template (\w+)", written_by_hand(guide)))
        assert "enrolment" in offered
        assert offered <= FEEDS.keys()

    def test_file_names_are_of_the_contract(self, guide: Path) -> None:
        names = set(NAMES.findall(written_by_hand(guide)))
        assert {name.split("_")[0] for name in names} == {"PESERTA", "EKOSISTEM"}
        assert {name for name in names if parse_name(name) is None} == set()

    def test_every_kind_of_file_and_of_receipt_is_named(self, guide: Path) -> None:
        text = written_by_hand(guide)
        assert {prefix for prefix in FEED_OF_PREFIX if f"`{prefix}`" not in text} == set()
        assert {name for name in RECEIPT_FILES if f"`{name}`" not in text} == set()

    def test_generated_parts_are_there_once(self, guide: Path) -> None:
        names = [found["name"] for found in BLOCK.finditer(guide.read_text(encoding="utf-8"))]
        assert sorted(names) == sorted(BLOCKS)

    def test_dates_in_the_examples_are_read(self, guide: Path) -> None:
        """Every way of writing a date that the guide shows."""
        lines = [line for line in written_by_hand(guide).splitlines() if re.match(r"- .*`.*[0-9]", line)]
        dates, months, amounts, regions = (re.findall(r"`([^`]+)`", line) for line in lines)
        for field, cells, value in (
            ("registered_on", dates, date(2026, 1, 31)),
            ("last_paid", months, date(2026, 1, 1)),
            ("wage", amounts, Decimal(3_500_000)),
            ("workplace", regions[:2], "72.05"),
            ("village", regions[2:], "72.05.01.2001"),
        ):
            column = FEEDS["enrolment"].field(field)
            read = read_column(pl.Series(cells), None, field=column, on=date(2026, 1, 31), forced=None)
            assert read.values.to_list() == [value] * len(cells), field


def test_guides_say_the_same_in_the_same_order() -> None:
    outlines = [
        [line.split(" ")[0] for line in FENCED.sub("", written_by_hand(guide)).splitlines() if line.startswith("#")]
        for guide in GUIDES.values()
    ]
    assert outlines[0] == outlines[1]
    assert len(outlines[0]) > 10


def test_the_guides_are_those_that_the_contract_makes() -> None:
    for path, text in branch_guides():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make docs`"


def test_what_is_written_by_hand_stays() -> None:
    text = "before\n<!-- begin: results -->\nOUTDATED\n<!-- end: results -->\nafter\n"
    filled = fill_blocks(text, language="en")
    assert filled.startswith("before\n<!-- begin: results -->\n")
    assert filled.endswith("\n<!-- end: results -->\nafter\n")
    assert "OUTDATED" not in filled
    assert fill_blocks(filled, language="en") == filled
