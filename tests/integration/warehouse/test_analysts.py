"""What docs/analysts.md tells people to run is run here: its SQL on both databases, its Python on a lake."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import Engine, text

from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.deliveries import Delivery, deliver
from tests.integration.warehouse.measured import FEBRUARY, coverage, measure
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.transactions import reading
from warehouse.dimensions.regions import VERSION
from warehouse.marts import VIEW

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "analysts.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^### (\d)\..*?```sql\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)
SCRIPTS = re.findall(r"^```python\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)

ANSWERS: dict[str, list[tuple[object, ...]]] = {
    "1": [("Sulawesi Tengah", "RPJMN", "33.30", "43.92", "10.62", 107, 107 * 16_800 * 12)],
    "2": [("Sulawesi Tengah", 24, 50, 6, 1, -33, "-1.23"), ("Jambi", 10, 2, 3, 0, 5, "-1.23")],
    "3": [
        ("APBD_KAB", "APBD kabupaten/kota", 250, "75.08"),
        ("PEMBERI_KERJA", "Pemberi kerja", 83, "24.92"),
        ("TIDAK_DIISI", None, 10, "3.00"),
    ],
    "4": [
        ("Sulawesi", "K03", "Luwuk", "missing", None, None),
        ("Sumatera", "K02", "Jambi", "carried_forward", "2025-12-31", 59),
    ],
    "5": [("Kabupaten Morowali Utara", 2013, "Kabupaten Morowali", "1.50", "51.00")],
    "6": [
        ("2026-01-31", VERSION, "branches: 3", "Palu", "Sulawesi"),
        ("2026-02-28", "next edition", "branches: 3", "Palu Kota", "Sulawesi"),
    ],
}


@pytest.fixture(scope="module")
def measured(catalogues: Catalogues) -> Iterator[Engine]:
    """One catalogue for all questions: they only read."""
    address = catalogues.empty()
    engine = open_catalogue(address)
    measure(engine)
    yield engine
    engine.dispose()
    catalogues.drop(address)


def plain(value: object) -> object:
    """The two databases' rates and dates as texts."""
    if isinstance(value, float | Decimal):
        return f"{value:.2f}"
    return f"{value}" if isinstance(value, date) else value


@pytest.mark.parametrize(("number", "query"), QUESTIONS, ids=[number for number, _ in QUESTIONS])
def test_a_question_has_its_answer(measured: Engine, number: str, query: str) -> None:
    with reading(measured) as connection:
        found = [tuple(map(plain, row)) for row in connection.execute(text(query))]
    assert found == ANSWERS[number]


def test_every_question_is_asked() -> None:
    assert [number for number, _ in QUESTIONS] == list(ANSWERS)


def test_every_view_is_told_of() -> None:
    assert set(re.findall(r"`(mart_[a-z_]+)`", PAGE)) == set(VIEW)


def test_the_scripts_for_analysts_run(
    engine: Engine, address: str, tmp_path: Path, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure(engine)
    for delivery in (
        Delivery(feed="enrolment", number=9, revision=0),
        Delivery(feed="enrolment", number=5, revision=1),  # in its place
        Delivery(feed="enrolment", branch="K02", number=7),
        Delivery(feed="enrolment", branch="K02", number=8, position_date=date(2026, 3, 31)),  # later than asked for
    ):
        deliver(engine, lake, delivery)
    monkeypatch.setenv("UCJ_HOME", f"{tmp_path}")
    monkeypatch.setenv("UCJ_DATABASE_URL", address)
    view, rows_below = (run(script) for script in SCRIPTS)
    assert view["coverage"].select("active").sum().item() == coverage(FEBRUARY)["active"].sum()
    expected = pl.DataFrame({"segment": ["BPU", "JAKON", "PU"], "registrations": [2, 2, 2], "heads": [2, 5 + 7, 2]})
    assert len(list(lake.rglob("*.parquet"))) == 4
    for by in ("by_polars", "by_duckdb"):
        assert_frame_equal(rows_below[by], expected, check_dtypes=False)


def run(script: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(script, names)
    names["catalogue"].dispose()
    return names
