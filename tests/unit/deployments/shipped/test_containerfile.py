"""The image is built from what the wheel needs, by rules that a linter knows, and runs as nobody in particular."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hatch_build import PACKAGES

ROOT = Path(__file__).parents[4]
CONTAINERFILE = ROOT / "Containerfile"
HADOLINT = Path(sys.executable).with_name("hadolint")
NEEDED = {"requirements.lock", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "wheel", *PACKAGES}


def test_a_linter_finds_nothing() -> None:
    if not HADOLINT.exists():
        pytest.skip("CONTAINERFILE NOT LINTED: hadolint is missing (make install-dev brings it)")
    checked = subprocess.run([HADOLINT, CONTAINERFILE], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_it_runs_without_root_and_installs_from_hashes() -> None:
    *_, last = CONTAINERFILE.read_text(encoding="utf-8").split("FROM ")
    assert re.search(r"^USER (?!0|root)\d+:\d+$", last, re.MULTILINE)
    assert "--require-hashes" in CONTAINERFILE.read_text(encoding="utf-8")


def test_the_image_is_built_from_the_sources_of_the_wheel_only() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == NEEDED
    assert [name for name in NEEDED if not (ROOT / name).exists()] == []
