"""Every rule is proved by its own examples, through the real reader and a real Great Expectations checkpoint."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tasks.check.check import evaluate_rules
from tasks.read.read import read_extract
from tasks.states import Extract
from tests.contract.direct import broken_rules
from warehouse.dimensions.regions import load_regions

POSITION = date(2025, 12, 31)
LINE = "<line>"  # stands in `bad` for one field too many
FIRST_ROW = 2  # of the file, after the header


@dataclass(frozen=True)
class Example:
    """A row of the file, and the rules it has to break."""

    name: str
    cells: Mapping[str, str]
    breaks: frozenset[str] = frozenset()


def examples(feed: Feed) -> list[Example]:
    """The feed's example, then for each rule what breaks it and what does not."""
    found = [Example("example", feed.example)]
    for rule in feed.rules:
        found.append(Example(f"{rule.code} bad", {**feed.example, **rule.bad}, frozenset({rule.code})))
        found.append(Example(f"{rule.code} good", {**feed.example, **rule.good}))
    return found


def write(path: Path, feed: Feed, rows: list[Example]) -> None:
    """One CSV of them all."""
    headers = [field.header for field in feed.fields]
    headers += sorted({header for row in rows for header in row.cells} & {field.header for field in feed.beside})
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(headers)
        for row in rows:
            cells = [row.cells.get(header, "") for header in headers]
            writer.writerow([*cells, row.cells[LINE]] if LINE in row.cells else cells)


def read(path: Path, feed: Feed) -> Extract:
    """The extract, which has to be readable."""
    extract = read_extract(path, feed=feed, position_date=POSITION, regions=load_regions(), max_bytes=10**9)
    assert isinstance(extract, Extract), extract
    return extract


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())
class TestExamples:
    def test_each_breaks_its_own_rule_and_no_other(self, feed: Feed, tmp_path: Path) -> None:
        rows = examples(feed)
        write(tmp_path / "examples.csv", feed, rows)
        frame = read(tmp_path / "examples.csv", feed).frame
        expected = {row_no: set(row.breaks) for row_no, row in enumerate(rows, start=FIRST_ROW)}

        direct = broken_rules(frame, feed=feed)
        by_gx = evaluate_rules(frame, feed=feed).failing
        verdicts = {row["row_no"]: {rule.code for rule in feed.rules if row[rule.code]} for row in by_gx.to_dicts()}

        assert {rows[no - FIRST_ROW].name: codes for no, codes in direct.items() if codes != expected[no]} == {}
        assert verdicts == {row_no: codes for row_no, codes in direct.items() if codes}

    def test_have_headers_of_the_feed(self, feed: Feed) -> None:
        headers = {field.header for field in (*feed.fields, *feed.beside)}
        for row in examples(feed):
            assert set(row.cells) - {LINE} <= headers, row.name

    def test_good_and_bad_differ_from_the_example(self, feed: Feed) -> None:
        for rule in feed.rules:
            assert {**feed.example, **rule.bad} != feed.example, rule.code
