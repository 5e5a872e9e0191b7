"""Known vulnerabilities and licences of the dependencies: `make audit`.

Ends with 0 when every version of the lock was looked up and none is known to be vulnerable, with 1 when one is, with 2
when that could not be found out: a service that does not answer is never taken for good news.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

PINNED = re.compile(r"(?m)^([A-Za-z0-9._-]+)==([^\s;\\]+)")
CLASSIFIER = "License :: OSI Approved :: "
CLEAN, VULNERABLE, UNKNOWN = 0, 1, 2
AUDITOR = ("tool", "run", "--quiet", "pip-audit")
SECONDS = 900


def audit(lock: Path, *, uv: str = "uv") -> tuple[int, list[str]]:
    """How the audit of a lock file ended, and what to say."""
    pinned = {name.lower() for name, _ in PINNED.findall(lock.read_text(encoding="utf-8"))}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = [
            "--requirement",
            str(lock),
            "--no-deps",
            "--disable-pip",
            "--format",
            "json",
            "--output",
            str(report),
        ]
        try:
            done = subprocess.run(  # noqa: S603 - our own arguments
                [uv, *AUDITOR, *options], capture_output=True, text=True, timeout=SECONDS, check=False
            )
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = type(error).__name__
        if not report.is_file():
            return UNKNOWN, [f"NOT AUDITED: pip-audit could not ask the advisory service ({reason}).", "Try later."]
        return verdict(json.loads(report.read_text(encoding="utf-8"))["dependencies"], pinned=pinned)


def verdict(found: list[dict[str, Any]], *, pinned: set[str]) -> tuple[int, list[str]]:
    """From pip-audit's report: every pinned package must be in it, looked up and without a known vulnerability."""
    looked_up = {one["name"].lower(): one for one in found if "skip_reason" not in one}
    lines = [
        f"VULNERABLE: {name} {one['version']}: {bug['id']}, mended in {' '.join(bug['fix_versions']) or 'no version'}"
        for name, one in sorted(looked_up.items())
        for bug in one["vulns"]
    ]
    if lines:
        return VULNERABLE, lines
    if missed := sorted({plain(name) for name in pinned} - {plain(name) for name in looked_up}):
        return UNKNOWN, [f"NOT AUDITED, the advisory service does not know them: {', '.join(missed)}"]
    return CLEAN, [f"no known vulnerability in {len(pinned)} packages"]


def plain(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licences(lock: Path) -> Iterator[str]:
    """The licences of what the lock names and is installed here, one line each with its packages."""
    pinned = {plain(name) for name, _ in PINNED.findall(lock.read_text(encoding="utf-8"))}
    by_licence: dict[str, list[str]] = defaultdict(list)
    for one in distributions():
        name = plain(one.metadata["Name"])
        if name in pinned:
            classifiers = [c for c in one.metadata.get_all("Classifier") or () if c.startswith(CLASSIFIER)]
            said = one.metadata["License-Expression"] or ", ".join(c.removeprefix(CLASSIFIER) for c in classifiers)
            by_licence[said or (one.metadata["License"] or "not said").splitlines()[0][:60]].append(name)
    for licence, names in sorted(by_licence.items()):
        yield f"{licence}: {', '.join(sorted(names))}"


def main(lock: Path) -> int:
    """Print both."""
    code, lines = audit(lock, uv=str(Path(sys.executable).with_name("uv")))
    sys.stdout.write("\n".join(["Licences", *(f"  {line}" for line in licences(lock)), "", *lines, ""]))
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "requirements.lock")))
