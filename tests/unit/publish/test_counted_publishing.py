"""What publishing a release costs in counted work: expressions and queries of Polars, expectations that are prepared.

Counts hold on every machine, seconds do not. A number may fall, and the limit here with it; where one has to rise, the
commit says why.
"""

import polars as pl
from polars.lazyframe.engine import _LocalEngine

from tasks.publish.files.formats.csv import Csv
from tasks.publish.files.workbook import cells
from tasks.publish.files.workbook.workbooks import plan_workbooks, workbook_regions
from tasks.publish.gate import suite
from tasks.publish.release.folder import BuiltRelease
from tests.counted import counted
from tests.unit.publish.made_facts import AS_OF, PROVENANCE
from warehouse.figures.tables import PUBLISHED_TABLES

MOST_EXPRESSIONS = 100  # for cells of workbooks, of all 39 together
MOST_QUERIES = 30  # for a workbook, on average
QUERIES_OF_A_CSV, QUERIES_OF_A_COLUMN = 5, 2  # for reading a table back


def test_cells_of_workbooks_are_thought_out_once_and_not_for_each_province(tables: dict[str, pl.DataFrame]) -> None:
    cells._row.cache_clear()
    with counted(cells, "_cell") as made, counted(_LocalEngine, "collect") as queries:
        planned = plan_workbooks(tables, as_of=AS_OF, provenance=PROVENANCE)
        workbooks = {path: one.write() for path, one in planned}
    assert workbooks.keys() == workbook_regions(AS_OF).keys()
    counts = (len(made), len(queries) / len(workbooks))
    assert (counts[0] <= MOST_EXPRESSIONS, counts[1] <= MOST_QUERIES) == (True, True), counts


def test_texts_of_a_csv_are_looked_at_once_each(built: BuiltRelease, tables: dict[str, pl.DataFrame]) -> None:
    for table in PUBLISHED_TABLES:
        with counted(_LocalEngine, "collect") as queries:
            assert Csv().problems(built.path / f"{table.name}.csv", table, tables[table.name]) == []
        assert len(queries) <= QUERIES_OF_A_CSV + QUERIES_OF_A_COLUMN * len(table.columns), (table.name, len(queries))


def test_what_the_expectations_of_a_table_need_is_found_out_once_a_process(tables: dict[str, pl.DataFrame]) -> None:
    made = [suite.prepared_suite(table) for table in PUBLISHED_TABLES]
    assert [suite.prepared_suite(table) for table in PUBLISHED_TABLES] == made
    assert len({id(one) for one in made}) == len(PUBLISHED_TABLES)
    table = PUBLISHED_TABLES[0]
    suite.judge_table(tables[table.name], table=table)
    with counted(suite, "table_suite") as again:
        suite.judge_table(tables[table.name], table=table)
    assert again == []
