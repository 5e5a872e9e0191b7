"""An attacker with all published files narrows no hidden count down to fewer than five values above its least.

What published totals tell by themselves no protection can take back: where they leave a narrower range of a cell even
if everything finer is hidden, the cell is left that range.
"""

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from tasks.protect.protect import PublishableFacts, protect
from tasks.protect.rules import ProtectionRules
from tasks.publish.files.formats import FORMATS
from tests.drawn import drawn
from tests.property.protect.attacker import Attacker
from tests.property.protect.knowledge import COUNTS, HIDDEN, Name
from tests.property.protect.small_nation import NATIONS, Group, tables_of
from warehouse.figures.tables import PUBLISHED_TABLES

RULES = ProtectionRules(fewest=5, vulnerable_categories=("PEKERJA_RENTAN",), largest_claim_pct=50)
PARAMETERS = drawn(  # by day the same nations each time; without shrinking: an attack takes a second
    by_day=15,
    by_night=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
BY_NIGHT = settings(PARAMETERS, max_examples=400, derandomize=False, phases=tuple(Phase)[:3])
ALMOST = 1e-6


def pinned(tables: Mapping[str, pl.DataFrame], *, asked: float = 5.0) -> dict[Name, tuple[float, float]]:
    """Hidden cells of which the attacker finds a narrower range."""
    return {name: (least, most) for name, least, most in Attacker(tables).ranges() if most - least < asked - ALMOST}


def all_hidden(protected: PublishableFacts) -> dict[str, pl.DataFrame]:
    """What would be published if every protected count above 0, and all that follows, were hidden."""
    tables = {}
    for name, shown in protected.tables.items():
        frame, full = shown, protected.full[name]
        if name in COUNTS:
            columns = COUNTS[name][0]
            somewhere = pl.any_horizontal(pl.col(column) > 0 for column in columns)
            figures = [c.removesuffix("_status") for c in full.columns if c.endswith("_status")]
            frame = full.with_columns(
                *(pl.when(~(pl.col(c) > 0)).then(pl.col(c)).alias(c) for c in columns),
                *(pl.when(~somewhere).then(pl.col(c)).alias(c) for c in figures
                  if c in full.columns and c not in columns),
                *(pl.when(pl.col(c) > 0).then(pl.lit(HIDDEN)).otherwise(f"{c}_status").alias(f"{c}_status")
                  for c in columns),
            )  # fmt: skip
        tables[name] = frame
    return tables


def not_excused(protected: PublishableFacts, tables: Mapping[str, pl.DataFrame]) -> dict[Name, tuple[float, float]]:
    """Pinned cells that totals do not pin, a part of a shown whole of five apart: it is left its values 1 to 5."""
    found = pinned(tables)
    if not found:
        return {}
    by_totals = pinned(all_hidden(protected))
    whole = {
        (row["basis"], row["region_code"], row["category"]): row["active"]
        for row in tables["ucj_category"].iter_rows(named=True)
    }
    return {
        name: reach
        for name, reach in found.items()
        if name not in by_totals
        and not (name[1] == "active_strict" and whole[name[2], name[4], name[5]] == 5 and reach[1] - reach[0] >= 4)
    }


def _group(people: int, regency: str, funders: tuple[str, ...], category: str, segment: str, outcome: str) -> Group:
    return Group(people=people, regency=regency, home=f"{regency}.01.2001", funders=funders, category=category,
                 segment=segment, unpaid=2, outcome=outcome, heads=False)  # fmt: skip


NEW_IN_TWO_PROVINCES = [  # totals give away the nine, and what is shown of the fifteen would give away the nation's
    _group(15, "11.03", ("MANDIRI", "CSR"), "UMUM", "PU", "new"),
    _group(4, "12.02", ("CSR",), "RT_RW", "BPU", "gone"),
    _group(40, "11.02", ("APBDES",), "UMUM", "PMI", "stayed"),
    _group(5, "11.02", ("MANDIRI",), "UMUM", "PMI", "gone"),
    _group(9, "12.01", ("CSR",), "RT_RW", "PU", "new"),
]
ABROAD_ALONE = [  # of a category with nobody in a province the nation has no more people than it has beside provinces
    _group(4, "11.01", ("CSR",), "UMUM", "PMI", "stayed"),
    _group(2, "11.03", ("MANDIRI", "CSR"), "PEKERJA_RENTAN", "PMI", "stayed"),
    _group(7, "11.01", ("MANDIRI",), "UMUM", "JAKON", "stayed"),
]


ELSEWHERE_BY_HOME = [*ABROAD_ALONE, replace(_group(15, "12.02", ("CSR",), "RT_RW", "PU", "stayed"), home=None)]


@PARAMETERS
@given(NATIONS)
@example(ABROAD_ALONE)
@example(ELSEWHERE_BY_HOME)  # another basis bounds the same number less
@example(NEW_IN_TWO_PROVINCES)
def test_no_hidden_count_is_narrowed_down(nation: Sequence[Group]) -> None:
    protected = protect(tables_of(nation), rules=RULES)
    assert not_excused(protected, protected.tables) == {}


@pytest.mark.nightly
@BY_NIGHT
@given(NATIONS)
def test_no_hidden_count_of_other_nations_is_narrowed_down(nation: Sequence[Group]) -> None:
    protected = protect(tables_of(nation), rules=RULES)
    assert not_excused(protected, protected.tables) == {}


@PARAMETERS
@given(NATIONS)
def test_no_small_count_is_shown_and_zeros_and_totals_are(nation: Sequence[Group]) -> None:
    facts = tables_of(nation)
    protected = protect(facts, rules=RULES)
    for table, (columns, _) in COUNTS.items():
        for column in columns:
            shown = protected.tables[table][column]
            assert shown.is_between(1, 4).sum() == 0
            assert (facts[table][column].eq(0) & shown.is_null()).sum() == 0
            assert shown.drop_nulls().to_list() == facts[table][column].filter(shown.is_not_null()).to_list()
    for exact in ("ucj_coverage", "ucj_segment", "ucj_target", "ucj_trend"):
        assert protected.tables[exact].equals(facts[exact])


@PARAMETERS
@given(NATIONS)
def test_the_full_edition_is_the_facts_and_the_same_facts_give_the_same_pattern(nation: Sequence[Group]) -> None:
    facts = tables_of(nation)
    one, other = protect(facts, rules=RULES), protect(facts, rules=RULES)
    for table in PUBLISHED_TABLES:
        stored = [name for name in table.column_names if name in facts[table.name].columns]
        assert one.full[table.name].select(stored).equals(facts[table.name].select(stored))
        assert one.tables[table.name].equals(other.tables[table.name])


ONE_ALONE = [
    Group(people=people, regency=regency, home=None, funders=(funder,), category="UMUM", segment="PU", unpaid=0,
          outcome="stayed", heads=False)
    for people, regency, funder in (
        (3, "11.01", "APBDES"), (60, "11.01", "MANDIRI"), (50, "11.02", "APBDES"), (70, "11.02", "MANDIRI"),
        (80, "11.03", "APBDES"), (90, "11.03", "MANDIRI"), (70, "12.01", "APBDES"), (90, "12.02", "MANDIRI"))
]  # fmt: skip


def test_the_attack_succeeds_as_soon_as_one_cell_of_the_company_is_shown() -> None:
    protected = protect(tables_of(ONE_ALONE), rules=RULES)
    assert not_excused(protected, protected.tables) == {}
    hidden = pl.col("active_status") == HIDDEN
    company = protected.full["ucj_funder"].filter(hidden, pl.col("active") >= 5)
    assert company.height > 0
    for row in company.iter_rows(named=True):
        place = [pl.col(name) == row[name] for name in ("region_code", "funder")]
        everywhere = pl.all_horizontal(place)
        full = protected.full["ucj_funder"]["active"]
        shown = protected.tables["ucj_funder"].with_columns(
            active=pl.when(everywhere).then(full).otherwise("active"),
            active_status=pl.when(everywhere).then(pl.lit("value")).otherwise("active_status"),
        )
        assert not_excused(protected, {**protected.tables, "ucj_funder": shown}) != {}


def test_hiding_small_counts_alone_is_not_enough() -> None:
    """The naive way, for comparison: only what is below five is hidden, and the attacker has it at once."""
    protected = protect(tables_of(ONE_ALONE), rules=RULES)
    naive = {}
    for name, full in protected.full.items():
        frame = full
        for column in COUNTS.get(name, ((), ()))[0]:
            small = pl.col(column).is_between(1, 4)
            frame = frame.with_columns(
                pl.when(~small).then(column).alias(column),
                pl.when(small).then(pl.lit(HIDDEN)).otherwise(pl.lit("value")).alias(f"{column}_status"),
            )
        naive[name] = frame
    assert {reach for name, reach in pinned(naive).items() if name[0] == "ucj_funder"} == {(3.0, 3.0)}


def read_as_anybody(file: Path, *, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """A published file, read by its ending; of the one for spreadsheets every cell by itself."""
    if file.suffix == ".parquet":
        return pl.read_parquet(file)
    if not file.name.endswith(".excel-id.csv"):
        return pl.read_csv(file, schema=schema)
    cells = pl.read_csv(file.read_bytes().removeprefix(codecs.BOM_UTF8), separator=";", infer_schema=False)
    plain = cells.with_columns(pl.all().str.replace(r'^="(.*)"$', "$1"))
    numbers = [name for name, dtype in schema.items() if dtype.is_decimal()]
    plain = plain.with_columns(pl.col(numbers).str.replace(",", ".", literal=True))
    days = [name for name, dtype in schema.items() if dtype == pl.Date]
    plain = plain.with_columns(pl.col(days).str.to_date())
    return plain.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.ending)
def test_files_of_every_format_tell_no_more_than_the_tables(kind: object, tmp_path: Path) -> None:
    protected = protect(tables_of(ONE_ALONE), rules=RULES)
    read = {}
    for table in PUBLISHED_TABLES:
        file = tmp_path / f"{table.name}.{kind.ending}"  # type: ignore[attr-defined]
        file.write_bytes(kind.write(protected.tables[table.name]))  # type: ignore[attr-defined]
        read[table.name] = read_as_anybody(file, schema=dict(table.schema))
    assert not_excused(protected, read) == {}
    assert sorted(pinned(read)) == sorted(pinned(protected.tables))
