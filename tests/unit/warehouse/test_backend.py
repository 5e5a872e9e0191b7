"""Only the backend asks which database it is."""

import re
from pathlib import Path

import pytest
from sqlalchemy import make_url

from warehouse.catalogue.choose_backend import BACKENDS, backend_named, backend_of

ROOT = Path(__file__).parents[3]
ASKS = re.compile(r"dialect\.name|get_backend_name|(\"|')(sqlite|postgresql)\1 *==|== *(\"|')(sqlite|postgresql)")
MAY_ASK = {"warehouse/catalogue/choose_backend.py", "warehouse/catalogue/engine.py"}


def test_no_module_but_the_backend_asks_for_the_name_of_the_database() -> None:
    asking = {
        path.relative_to(ROOT).as_posix()
        for folder in ("warehouse", "tasks", "flows", "deployments")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations/versions" not in path.as_posix() and ASKS.search(path.read_text(encoding="utf-8"))
    }
    assert asking == MAY_ASK


@pytest.mark.parametrize("name", BACKENDS)
def test_an_address_leads_to_the_backend_of_its_database(name: str) -> None:
    assert backend_of(make_url(f"{name}://host/catalogue")).name == backend_named(name).name == name


def test_a_database_that_no_backend_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        backend_of(make_url("mysql://host/catalogue"))
