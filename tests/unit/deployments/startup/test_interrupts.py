"""Ctrl-C before the command has begun ends it without a word; afterwards it is the command's own matter."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ENTRY = Path(__file__).parents[4] / "wheel" / "ucj_coverage" / "__main__.py"
LOADING = "import sys, time\nprint('loading', flush=True)\ntime.sleep(60)\nmain = None\n"
BEGUN = """
import time
from deployments.startup.interrupts import hear_interrupts
hear_interrupts()
try:
    print('begun', flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print('heard', flush=True)
main = None
"""


def interrupted(tmp_path: Path, cli: str) -> tuple[int, str, str]:
    """How the entry ends that is interrupted while it loads a `deployments.cli` such as this."""
    code = f"import sys, types; sys.path.insert(0, {str(ENTRY.parents[2])!r})\n"
    (tmp_path / "cli.py").write_text(cli)
    code += f"import deployments; deployments.__path__.insert(0, {str(tmp_path)!r})\n"
    code += f"import runpy; runpy.run_path({str(ENTRY)!r})\n"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, said = process.communicate(timeout=60)
    return process.returncode, first + rest, said


@pytest.mark.parametrize(
    ("cli", "ends"), [(LOADING, (-signal.SIGINT, "loading\n", "")), (BEGUN, (0, "begun\nheard\n", ""))]
)
def test_an_interrupt_shows_no_traceback(tmp_path: Path, cli: str, ends: tuple[int, str, str]) -> None:
    assert interrupted(tmp_path, cli) == ends
