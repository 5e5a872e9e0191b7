"""The tables, without a database."""

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects import registry
from sqlalchemy.schema import CreateIndex, CreateTable

from warehouse.figures.tables import FACT_TABLES
from warehouse.models.models import Base, LakeObjectRow, SubmissionRow
from warehouse.records import Status

PERSONAL = {"nik", "kpj", "name_of_person", "nama", "nama_lengkap", "birth_date", "wage", "upah", "value", "message"}


def test_every_table_compiles_for_postgresql() -> None:
    dialect = registry.load("postgresql")()
    statements = {t.name: str(CreateTable(t).compile(dialect=dialect)) for t in Base.metadata.sorted_tables}
    assert statements.keys() >= {table.stored_as for table in FACT_TABLES}
    assert "TIMESTAMP WITH TIME ZONE" in statements["run"]
    live = next(index for index in LakeObjectRow.__table__.indexes if index.name == "uq_lake_object_live")  # type: ignore[attr-defined]
    assert str(CreateIndex(live).compile(dialect=dialect)).endswith("(feed, branch, position_date) WHERE live")


def test_statuses_are_a_closed_set() -> None:
    checks = {c.name: str(c.sqltext) for c in SubmissionRow.__table__.constraints if isinstance(c, CheckConstraint)}  # type: ignore[attr-defined]
    assert "ck_submission_status" in checks
    assert set(Status) == {
        "received", "duplicate", "refused", "held", "accepted", "accepted_with_rejects", "superseded", "failed",
    }  # fmt: skip


def test_no_column_is_personal() -> None:
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    assert not columns & PERSONAL


def test_every_constraint_has_a_name() -> None:
    constraints = [one for table in Base.metadata.sorted_tables for one in table.constraints]
    assert all(one.name for one in constraints)
