import polars as pl
import pytest

from tasks.protect.protect import NotPublishable, protect
from tasks.protect.rules import ProtectionRules
from tests.property.protect.benefit_trees import Paid, benefit_tables
from tests.unit.publish.made_facts import made_tables
from warehouse.figures.tables import FACT_TABLES, PUBLISHED_TABLES

RULES = ProtectionRules(fewest=5, vulnerable_categories=("PEKERJA_RENTAN",), largest_claim_pct=50)


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    """Facts, one claim among them."""
    made = made_tables()
    benefits = benefit_tables([Paid("72.05", 42_000_000)])
    return {
        table.name: benefits[table.name] if table.name in benefits else made[table.name].select(table.column_names)
        for table in FACT_TABLES
    }


def test_declared_columns_pass_in_the_order_of_the_published_tables(tables: dict[str, pl.DataFrame]) -> None:
    shuffled = {name: frame.select(reversed(frame.columns)) for name, frame in tables.items()}
    passed = protect(shuffled, rules=RULES).tables
    assert list(passed) == [table.name for table in PUBLISHED_TABLES]
    assert all(passed[table.name].schema == table.schema for table in PUBLISHED_TABLES)
    assert all(passed[name].select(frame.columns).equals(frame) for name, frame in tables.items()
               if not name.startswith("ucj_benefit"))  # fmt: skip


def test_the_amount_of_a_single_claim_does_not_pass(tables: dict[str, pl.DataFrame]) -> None:
    passed = protect(tables, rules=RULES).tables["ucj_benefit"]
    columns = ("claims", "amount_rupiah", "claims_status", "amount_rupiah_status", "amount_status")
    assert passed.select(columns).unique().rows() == [
        (None, None, "confidential", "confidential", "withheld_to_protect")
    ]


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (pl.lit(b"0123456789abcdef").alias("person_id"), "ucj_coverage.person_id: not declared"),
        (pl.lit("7205").alias("nik"), "ucj_coverage.nik: not declared"),
        (pl.lit(b"72").alias("region_code"), "ucj_coverage.region_code: of type Binary instead of String"),
        (pl.col("active").cast(pl.Int32), "ucj_coverage.active: of type Int32 instead of Int64"),
    ],
)
def test_anything_else_is_refused(tables: dict[str, pl.DataFrame], extra: pl.Expr, told: str) -> None:
    with pytest.raises(NotPublishable, match=told):
        protect(tables | {"ucj_coverage": tables["ucj_coverage"].with_columns(extra)}, rules=RULES)


def test_every_fault_is_told_at_once_and_no_value(tables: dict[str, pl.DataFrame]) -> None:
    facts = {"ucj_segment": tables["ucj_segment"].drop("active"), "people": pl.DataFrame({"nik": ["7205014107900001"]})}
    with pytest.raises(NotPublishable) as refused:
        protect(facts, rules=RULES)
    message = str(refused.value)
    for part in (
        "people: this table is not declared",
        "ucj_coverage: this table is missing",
        "ucj_segment.active: missing",
    ):
        assert part in message
    assert "7205014107900001" not in message
