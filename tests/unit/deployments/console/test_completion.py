"""Shells complete commands, options and names of feeds: asked of the shells themselves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from expectations.contracts import FEED_OF_PREFIX, FEEDS

SCRIPTS = Path(sys.executable).parent
ASKED = {
    ("ucj", "re"): {"refuse", "release", "reprocess"},
    ("ucj", "db", "up"): {"upgrade"},
    ("ucj", "trace", "--as"): {"--as-of"},
    ("ucj", "template", "P"): {"PESERTA", "PEKERJA"},
    ("ucj", "reprocess", "--feed", ""): {*FEEDS, *FEED_OF_PREFIX},
    ("ucj", "completion", ""): {"bash", "zsh", "fish"},
}
BASH = """
source <(ucj completion bash)
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_ucj_completion ucj
echo "${COMPREPLY[@]}"
"""
FISH = "ucj completion fish | source; complete --do-complete (string join ' ' -- $argv)"


def shell(*command: str) -> str:
    path = os.pathsep.join([str(SCRIPTS), os.environ["PATH"]])
    done = subprocess.run(command, env={"PATH": path, "HOME": "/nowhere"}, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_bash_completes_commands_and_values(words: tuple[str, ...]) -> None:
    assert set(shell("bash", "--norc", "-c", BASH, "bash", *words).split()) == ASKED[words]


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_fish_completes_commands_and_values(words: tuple[str, ...]) -> None:
    found = shell("fish", "--no-config", "-c", FISH, *words)
    assert {line.split("\t")[0] for line in found.splitlines()} == ASKED[words]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_takes_the_script() -> None:
    loads = "autoload -U compinit; compinit -D -u; source <(ucj completion zsh); print ${_comps[ucj]}"
    assert shell("zsh", "-f", "-c", loads).strip() == "_ucj_completion"
