"""A new feed is one file and one entry: with them it goes through every stage, and nothing else of the code changes.

The code is copied, two made-up feeds are put into the copy, and files are delivered to a process that runs the copy.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("deployments", "expectations", "flows", "settings", "tasks", "warehouse")
IMPORTS = """
from expectations.contracts.feeds.complaint import COMPLAINT
from expectations.contracts.feeds.wage import WAGE

"""
DECLARED = "FEEDS: Mapping[str, Feed] = {feed.name: feed for feed in ("


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of the files of two feeds that the copy has more."""
    code, home = tmp_path_factory.mktemp("code"), tmp_path_factory.mktemp("home")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, code / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("complaint", "wage"):
        shutil.copy(Path(__file__).parent / "new_feed" / f"{name}.py", code / "expectations/contracts/feeds")
    contracts = code / "expectations/contracts/__init__.py"
    text = contracts.read_text(encoding="utf-8")
    assert text.count(DECLARED) == 1
    contracts.write_text(text.replace(DECLARED, f"{IMPORTS}{DECLARED}COMPLAINT, WAGE, "), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.integration.ingest.new_feed.route", str(home)],
        cwd=code,
        env={**os.environ, "PYTHONPATH": f"{code}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_its_files_are_received_read_checked_and_loaded(told: dict[str, Any]) -> None:
    assert sorted(told["taken"]) == [
        ["PENGADUAN_K01_20251231.csv", "accepted_with_rejects", 2],
        ["PENGADUAN_K02_20260131.csv", "accepted", 1],
        ["UPAHMINIMUM_DISNAKER_20260101.csv", "accepted_with_rejects", 2],
    ]


def test_events_of_several_files_hold_once_by_the_newest(told: dict[str, Any]) -> None:
    assert told["complaints"] == [
        ["93.01", "2025-12-02", "2025-12-31", "K01"],
        ["72.05", "2025-12-05", "2026-01-31", "K02"],
    ]


def test_reference_rows_stand_in_their_catalogue_table(told: dict[str, Any]) -> None:
    assert told["wages"] == [
        ["72.05", 2026, 2_900_000, "6.5000", "2026-01-01", "DISNAKER"],
        ["93.01", 2026, 4_285_850, None, "2026-01-01", "DISNAKER"],
    ]


def test_figures_rest_on_all_its_objects(told: dict[str, Any]) -> None:
    assert told["objects"] == [1, 2, 3]


def test_a_feed_with_people_is_found_by_rotation_and_erasure(told: dict[str, Any]) -> None:
    assert told["with people"] == ["complaint"]
    assert told["rotated"] == ["complaint_id", "person_id"]


def test_only_branches_may_deliver_it_unasked_where_no_issuer_does(told: dict[str, Any]) -> None:
    assert told["by default"] == ["benefit", "complaint", "enrolment"]


def test_it_can_be_named_in_the_form_of_a_flow_and_has_a_template(told: dict[str, Any]) -> None:
    names = ["complaint", "wage", "enrolment", "eligible", "target", "ecosystem", "benefit"]
    assert told["in the form"][: len(names)] == names
    assert len(told["in the form"]) == 2 * len(names)  # and their prefixes
    assert told["template"]
