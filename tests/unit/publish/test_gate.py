import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from expectations.published_text import DEMANDS
from tasks.publish.files.formats import FORMATS, file_name
from tasks.publish.gate.figures import nation_problems
from tasks.publish.gate.files import content_problems
from tasks.publish.gate.gate import evaluate_release
from tasks.publish.release.folder import BuiltRelease
from tests.unit.publish.building import build_release
from tests.unit.publish.made_facts import AS_OF, PROVENANCE, made_tables
from warehouse.figures.tables import PUBLISHED_TABLES

Tables = dict[str, pl.DataFrame]
buol_by_nik = (pl.col("region_code") == "72.05") & (pl.col("basis") == "nik")


@pytest.fixture(scope="module")
def tables(few_regions: None) -> Tables:
    """Of few regions: each wrong figure needs a release of its own."""
    return made_tables()


def set_where(table: str, column: str, value: object, rows: pl.Expr = buol_by_nik) -> Callable[[Tables], Tables]:
    """Tables in which some cells of a column are replaced."""

    def spoil(tables: Tables) -> Tables:
        frame, literal = tables[table], pl.lit(value, dtype=tables[table].schema[column])
        return tables | {table: frame.with_columns(pl.when(rows).then(literal).otherwise(pl.col(column)).alias(column))}

    return spoil


def problems_of(tables: Tables, folder: Path) -> tuple[str, ...]:
    """What the gate says of a release that is faithful to these tables."""
    built = build_release(tables=tables, as_of=AS_OF, published=folder, provenance=PROVENANCE)
    return evaluate_release(built.path, tables=tables).problems


def test_a_good_release_passes_the_gate(built: BuiltRelease, tables: Tables) -> None:
    assert evaluate_release(built.path, tables=tables).problems == ()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (set_where("ucj_coverage", "coverage_pct", Decimal("12.34")), "ucj_coverage: coverage_pct recomputes (1 row)"),
        (
            set_where("ucj_coverage", "coverage_strict_pct", None),
            "ucj_coverage: coverage_strict_pct recomputes (1 row)",
        ),
        (set_where("ucj_segment", "coverage_pct", Decimal("99.99")), "ucj_segment: coverage_pct recomputes (4 rows)"),
        (set_where("ucj_coverage", "not_covered", 10**8), "ucj_coverage: not covered are the others (1 row)"),
        (
            set_where("ucj_coverage", "unplaced", 10**8, (pl.col("region_code") == "ID") & (pl.col("basis") == "nik")),
            "ucj_coverage nik: the nation is not what its provinces and its unplaced are",
        ),
        (set_where("ucj_coverage", "basis", "home"), "ucj_coverage: basis is of its list (1 row)"),
        (set_where("ucj_coverage", "region_name", None), "ucj_coverage: region_name is there (1 row)"),
        (set_where("ucj_coverage", "rank_national", 0), "ucj_coverage: rank_national is at least 1 (1 row)"),
        (set_where("ucj_coverage", "rank_in_province", None), "ucj_coverage: ranks where due (1 row)"),
        (set_where("ucj_coverage", "active_unlinked", 10**8), "ucj_coverage: parts are within active (1 row)"),
        (set_where("ucj_coverage", "region_code", "7205"), "ucj_coverage: region_code has its form (1 row)"),
        (set_where("ucj_coverage", "branches_in", 13), "the number of branches differs between rows"),
        (set_where("ucj_coverage", "branches_in", 10, pl.lit(True)), "10 of 12 branches in, but 9 of 12 are listed"),
        (set_where("ucj_segment", "segment", "PU"), "ucj_segment: key (4 rows)"),
        (
            set_where("ucj_coverage", "active_strict", 0),
            "ucj_coverage nik: province 72 is not the sum of its regencies",
        ),
        (set_where("ucj_coverage", "as_of", date(2021, 7, 1)), "2 as-of dates instead of one"),
        (
            set_where("ucj_coverage", "active", 5, (pl.col("region_code") == "ID") & (pl.col("basis") == "nik")),
            "ucj_coverage nik: the nation is less than its provinces",
        ),
        (set_where("ucj_segment", "active_primary", 0), "1 total is more than the segments together"),
        (
            set_where("ucj_completeness", "age_days", 4, pl.col("branch") == "K01"),
            "ucj_completeness: age agrees with the dates (1 row)",
        ),
        (
            set_where("ucj_coverage", "eligible_version", "7205014107900001"),
            "ucj_coverage.csv: eligible_version is to have no number as long as those that identify people",
        ),
    ],
)
def test_wrong_figures_are_told(tables: Tables, tmp_path: Path, spoil: Callable[[Tables], Tables], told: str) -> None:
    assert told in problems_of(spoil(tables), tmp_path)


@pytest.mark.parametrize(("nation", "told"), [(3, []), (4, ["domicile"]), (2, ["domicile"])])
def test_villages_of_a_nation_that_is_not_its_provinces_are_told(nation: int, told: list[str]) -> None:
    """People who live in none of the provinces have columns of their own."""
    levels = ["national", "province", "province"]
    villages = pl.DataFrame(
        {"level": levels, "basis": ["domicile"] * 3, "active": [nation, 1, 2], "unplaced": [1, 0, 0]}
    )
    of_villages = [problem for problem in nation_problems(villages.clear(), villages) if "ucj_village" in problem]
    assert of_villages == [
        f"ucj_village {basis}: the nation is not what its provinces and its unplaced are" for basis in told
    ]


def test_every_text_of_every_table_is_looked_at(tmp_path: Path) -> None:
    """One row a table, with a NIK, a formula and an unseen sign in each text."""
    bad = pl.lit("=7205 0141 0790 0001\u200b")
    rows = {
        table.name: pl.DataFrame({name: [None] for name in table.column_names}, schema=dict(table.schema)).with_columns(
            bad.alias(column.name) for column in table.columns if column.dtype == pl.String
        )
        for table in PUBLISHED_TABLES
    }
    (tmp_path / "excel").mkdir()
    for name, frame in rows.items():
        for kind in FORMATS:
            (tmp_path / file_name(name, kind)).write_bytes(kind.write(frame))
    assert set(content_problems(tmp_path, tables=rows)) == {
        f"{table.name}.csv: {column.name} is to have {demand}"
        for table in PUBLISHED_TABLES
        for column in table.columns
        if column.dtype == pl.String
        for demand in DEMANDS
    }


def test_missing_and_doubled_regions_are_told(tables: Tables, tmp_path: Path) -> None:
    coverage = tables["ucj_coverage"]
    all_regions = coverage.filter(basis="nik").height
    less = tables | {"ucj_coverage": coverage.filter(~buol_by_nik)}
    assert f"ucj_coverage nik: {all_regions - 1} rows, not one for each of {all_regions} regions" in problems_of(
        less, tmp_path
    )
    more = tables | {"ucj_coverage": pl.concat([coverage, coverage.filter(buol_by_nik)])}
    problems = problems_of(more, tmp_path)
    assert f"ucj_coverage nik: {all_regions + 1} rows, not one for each of {all_regions} regions" in problems
    assert "ucj_coverage: key (2 rows)" in problems


def test_column_beyond_the_declaration_is_told(tables: Tables, tmp_path: Path) -> None:
    problems = problems_of(tables | {"ucj_segment": tables["ucj_segment"].with_columns(nik=pl.lit("x"))}, tmp_path)
    assert "ucj_segment.parquet: columns or types are not those declared" in problems
    assert "ucj_segment.csv: columns are not those declared" in problems


def test_release_of_other_facts_is_told(built: BuiltRelease, tables: Tables) -> None:
    problems = evaluate_release(built.path, tables=set_where("ucj_coverage", "active", 1)(tables)).problems
    assert problems == tuple(
        f"ucj_coverage.{ending} differs from the facts" for ending in ("csv", "parquet", "excel-id.csv")
    )


def test_changed_missing_and_foreign_files_are_told(built: BuiltRelease, tables: Tables, tmp_path: Path) -> None:
    copied = tmp_path / "copy" / built.id
    shutil.copytree(built.path, copied)
    with (copied / "ucj_segment.csv").open("ab") as file:
        file.write(b"\n")
    (copied / "index.html").unlink()
    (copied / "people.csv").write_text("nik\n")
    (copied / "metadata" / "people.csv").write_text("nik\n")
    (copied / "metadata" / "dcat.jsonld").unlink()
    problems = evaluate_release(copied, tables=tables).problems
    assert set(problems) == {
        "index.html is missing",
        "people.csv does not belong to a release",
        "people.csv is not described",
        "metadata/people.csv does not belong to a release",
        "metadata/people.csv is not described",
        "metadata/dcat.jsonld is missing",
        "ucj_segment.csv is not of the size described",
        "ucj_segment.csv is not of the hash described",
        f"the folder name {built.id} is not the hash of its content",
    }


def test_folder_without_descriptor_is_told(tmp_path: Path, tables: Tables) -> None:
    assert evaluate_release(tmp_path, tables=tables).problems == ("datapackage.json is missing",)
