"""The SDMX dataset, read by a program of others, has the figures of the tables and hides what they hide."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pysdmx.io import get_datasets, read_sdmx

from tasks.publish.files.sdmx.files import DATA, STRUCTURE, sdmx_files
from tasks.publish.gate.sdmx import sdmx_problems
from tests.unit.publish.made_facts import AS_OF, made_tables
from warehouse.figures.tables import PUBLISHED_TABLE

Key = tuple[str, ...]
OF_SEX = {"L": "M", "P": "F", "TIDAK_DIKETAHUI": "_U", "TOTAL": "_T"}
OF_AGE = {"0-14": "Y0T14", "15-24": "Y15T24", "25-34": "Y25T34", "35-44": "Y35T44", "45-54": "Y45T54",
          "55-64": "Y55T64", "65+": "Y_GE65", "TIDAK_DIKETAHUI": "_U", "TOTAL": "_T"}  # fmt: skip
FIGURES = {
    "ucj_coverage": ("active", "active_strict", "eligible", "not_covered", "coverage_pct", "coverage_strict_pct"),
    "ucj_segment": ("active", "active_strict", "eligible", "coverage_pct"),
    "ucj_sex_age": ("active", "share_pct"),
}


def with_sexes(*, hidden: bool) -> dict[str, pl.DataFrame]:
    """Made tables with a few rows by sex and age, of which two are small; the public edition does not show these."""
    counts = (("TOTAL", "TOTAL", 90), ("L", "TOTAL", 50), ("P", "65+", 3), ("TIDAK_DIKETAHUI", "0-14", 2))
    rows = [
        {"as_of": AS_OF, "level": "regency", "region_code": "72.05", "basis": "nik", "sex": sex, "age_group": age}
        | {"active": None if hidden and small else people, "active_status": status}
        | {"share_pct": None if hidden and small else Decimal(people), "share_pct_status": status}
        for sex, age, people in counts
        for small, status in [(people < 5, "confidential" if people < 5 else "value")]
    ]
    tables = made_tables()
    frame = pl.DataFrame(rows, schema=dict(PUBLISHED_TABLE["ucj_sex_age"].schema))
    return {**tables, "ucj_sex_age": frame}


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return with_sexes(hidden=True)


def written(tables: dict[str, pl.DataFrame], place: Path) -> Path:
    (place / "sdmx").mkdir(parents=True)
    for name, content in sdmx_files(tables, as_of=AS_OF).items():
        (place / name).write_bytes(content)
    return place


def read_back(place: Path) -> dict[Key, tuple[str, str, str]]:
    """Value, status and confidentiality by key."""
    (dataset,) = get_datasets(place / DATA, place / STRUCTURE, validate=True)
    rows: list[dict[str, Any]] = dataset.data.to_dict("records")
    keys = ("REF_AREA", "SEGMENT", "SEX", "AGE", "INDICATOR")
    found = {
        tuple(row[name] for name in keys): (str(row["OBS_VALUE"]), row["OBS_STATUS"], row["CONF_STATUS"])
        for row in rows
    }
    assert len(found) == len(rows)
    return found


def expected(tables: dict[str, pl.DataFrame]) -> dict[Key, tuple[str | None, str | None]]:
    """Value and status of every cell that is an observation, row by row."""
    found: dict[Key, tuple[str | None, str | None]] = {}
    for name, figures in FIGURES.items():
        for row in tables[name].filter(basis="nik").iter_rows(named=True):
            for figure in figures:
                key = (
                    row["region_code"].replace(".", "-"),
                    row.get("segment", "_T"),
                    OF_SEX[row.get("sex", "TOTAL")],
                    OF_AGE[row.get("age_group", "TOTAL")],
                    figure.upper(),
                )
                found.setdefault(key, (row[figure], row.get(f"{figure}_status")))
    return found


def test_another_program_reads_the_figures_of_the_tables(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    found = read_back(written(tables, tmp_path))
    cells = expected(tables)
    assert found.keys() == cells.keys()
    hidden = 0
    for key, (value, status) in cells.items():
        text, obs_status, conf_status = found[key]
        if value is not None:
            assert (Decimal(text), obs_status, conf_status) == (Decimal(value), "A", "F"), key
        else:
            assert text in ("", "nan", "None", "<NA>", "NaN"), (key, text)
            assert (obs_status, conf_status) == (("Q", "C") if status == "confidential" else ("O", "F")), key
            hidden += status == "confidential"
    assert hidden == 4


def test_every_code_that_stands_in_the_data_is_in_its_list(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    place = written(tables, tmp_path)
    message = read_sdmx(place / STRUCTURE, validate=True)
    lists = {one.id: {code.id for code in one.codes} for one in message.get_codelists()}
    cells = pl.read_csv(place / DATA, infer_schema=False)
    coded = [name for name in cells.columns if f"CL_{name}" in lists]
    assert len(coded) == len(lists) == 8
    for name in coded:
        assert set(cells[name]) <= lists[f"CL_{name}"], name
    assert len(lists["CL_REF_AREA"]) == 1 + 38 + 514


def test_the_gate_finds_what_the_tables_do_not_show(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    place = written(tables, tmp_path)
    assert sdmx_problems(place, tables) == []
    (place / DATA).write_bytes(sdmx_files(with_sexes(hidden=False), as_of=AS_OF)[DATA])
    assert [text.partition(": ")[2] for text in sdmx_problems(place, tables)] == [
        "a hidden figure has a value",
        "observations are not those of the tables",
    ]
    (place / DATA).write_text("STRUCTURE,STRUCTURE_ID\n")
    assert sdmx_problems(place, tables) == [f"{DATA}: columns are not those of the structure"]
    (place / DATA).unlink()
    assert sdmx_problems(place, tables) == [f"{DATA} is missing"]
