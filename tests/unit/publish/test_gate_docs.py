"""What the Data Docs tell of the release gate."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from expectations.data_docs.store import read_validation
from expectations.data_docs.validation import Outcome
from tasks.publish.gate.documented import document_release
from tasks.publish.gate.gate import evaluate_release
from tasks.publish.gate.messages import texts_of
from tasks.publish.gate.suite import table_suite
from tasks.publish.release.folder import BuiltRelease
from tests.unit.publish.made_facts import AS_OF
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import PUBLISHED_TABLES

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("table", PUBLISHED_TABLES, ids=lambda table: table.name)
def test_every_rule_of_every_table_has_texts(table: FactTable) -> None:
    metas = [expectation.meta or {} for expectation in table_suite(table).expectations]
    assert all(meta["text_id"] and meta["text_en"] for meta in metas)
    assert all(meta["text_id"] != meta["text_en"] for meta in metas)


def test_texts_name_the_column() -> None:
    assert texts_of("rank_national is at least 1") == (
        "rank_national paling sedikit 1",
        "rank_national is at least 1",
    )
    assert texts_of("basis is there") == ("basis selalu terisi", "basis is never empty")
    with pytest.raises(KeyError):
        texts_of("something else")


def test_the_docs_of_a_release_that_passes_say_so(
    built: BuiltRelease, tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    judgement = evaluate_release(built.path, tables=tables)
    kept = read_validation(document_release(judgement, release_id=built.id, as_of=AS_OF, docs=tmp_path, at=AT))
    assert (kept.label, kept.outcome, kept.status) == (built.id, Outcome.PASSED, "lolos / passed the gate")
    assert [validation.title for validation in kept.validations] == [table.name for table in PUBLISHED_TABLES]


def test_a_release_with_wrong_files_is_held_without_a_suite(
    built: BuiltRelease, tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    place = tmp_path / "copy" / built.id
    shutil.copytree(built.path, place)
    (place / "datapackage.json").unlink()
    judgement = evaluate_release(place, tables=tables)
    kept = read_validation(document_release(judgement, release_id=built.id, as_of=AS_OF, docs=tmp_path, at=AT))
    assert (kept.outcome, kept.validations) == (Outcome.FAILED, ())
    assert kept.remarks == judgement.problems == ("datapackage.json is missing",)
    assert kept.status == "ditahan / held by the gate"
