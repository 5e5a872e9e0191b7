"""No folder of code is a long list: one that grows beyond twenty modules is divided (docs/adr/0042)."""

from collections import Counter
from pathlib import Path

from hatch_build import PACKAGES

ROOT = Path(__file__).parents[2]
MOST = 20
A_LIST = {"warehouse/migrations/versions"}


def test_a_folder_has_at_most_twenty_modules() -> None:
    modules = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if path.name != "__init__.py"]
    found = Counter(str(path.parent.relative_to(ROOT)) for path in modules)
    assert len(found) > 50
    assert {folder for folder, count in found.items() if count > MOST} - A_LIST == set()
