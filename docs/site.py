"""`make site-docs`: the documents as a website that needs no other host, in `build/docs-site`."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "build" / "docs-source"
SITE = ROOT / "build" / "docs-site"
FOLDERS = ("docs", "tasks", "expectations", "warehouse", "deployments")
SUFFIXES = {".md", ".svg", ".png", ".json", ".conf"}


def documents() -> list[Path]:
    """Every document, its pictures and schemas, relative to the project: at its root, and in some folders."""
    found = [*ROOT.glob("*.md"), ROOT / "LICENSE", ROOT / "docs" / "site.css"]
    found += [path for name in FOLDERS for path in (ROOT / name).rglob("*") if path.suffix in SUFFIXES]
    return sorted(path.relative_to(ROOT) for path in found)


def stage(target: Path) -> None:
    """Copy the documents below `target` at the places that they have, so that links between them hold."""
    shutil.rmtree(target, ignore_errors=True)
    for path in documents():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target / path)


def build() -> int:
    """Build the site; warnings, such as a link that leads nowhere, are errors. Returns the exit code of MkDocs."""
    stage(SOURCE)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", "docs/mkdocs.yml"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - arguments are constants


if __name__ == "__main__":
    sys.exit(build())
