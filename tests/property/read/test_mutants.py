"""Damaged files of every format: each is read or refused, none ends the process that asked."""

import random
from pathlib import Path

import pytest

from expectations.contracts.file_rules import FILE_RULE
from tasks.read.read import read_extract
from tasks.refusal import Refusal
from tests.unit.read.extracts import ENROLMENT, POSITION
from tests.unit.read.mutants import MUTANTS
from warehouse.dimensions.regions import load_regions

A_FEW = 25


def assert_each_is_read_or_refused(kind: str, seeds: range, folder: Path) -> None:
    regions = load_regions()
    place = folder / "delivery"
    for seed in seeds:
        place.write_bytes(MUTANTS[kind](random.Random(f"{kind} {seed}")))
        found = read_extract(place, feed=ENROLMENT, position_date=POSITION, regions=regions, max_bytes=10**9)
        if isinstance(found, Refusal):
            assert found.code in FILE_RULE, seed
        else:
            assert found.frame.height == found.facts["rows"], seed


@pytest.mark.parametrize("kind", MUTANTS)
def test_a_damaged_file_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    assert_each_is_read_or_refused(kind, range(A_FEW), tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", MUTANTS)
def test_each_of_a_thousand_damaged_files_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    assert_each_is_read_or_refused(kind, range(A_FEW, 1000), tmp_path)
