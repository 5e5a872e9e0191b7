"""Declarations of every table of figures, as it is stored and as it is published.

Columns that were published keep name and meaning; new columns are added at the end.
"""

from warehouse.figures.schema import FactTable
from warehouse.figures.tables.benefit import BENEFIT, BENEFIT_YEAR
from warehouse.figures.tables.breakdown import (
    ARREARS,
    CATEGORY_SHARES,
    FUNDER_SHARES,
    PROGRAMME_COVERAGE,
    SEGMENT_FUNDERS,
)
from warehouse.figures.tables.change import COHORT, MOVEMENT
from warehouse.figures.tables.coverage import COMPLETENESS, COVERAGE, SEGMENT_COVERAGE
from warehouse.figures.tables.ecosystem import ECOSYSTEM_MOVEMENT, ECOSYSTEM_TREND
from warehouse.figures.tables.employer import EMPLOYERS
from warehouse.figures.tables.expiry import EXPIRY
from warehouse.figures.tables.place import ECOSYSTEM, TARGET, VILLAGE
from warehouse.figures.tables.sex_age import SEX_AGE
from warehouse.figures.tables.trend import TREND

FACT_TABLES: tuple[FactTable, ...] = (
    COVERAGE,
    SEGMENT_COVERAGE,
    PROGRAMME_COVERAGE,
    FUNDER_SHARES,
    SEGMENT_FUNDERS,
    CATEGORY_SHARES,
    SEX_AGE,
    EMPLOYERS,
    ECOSYSTEM,
    ECOSYSTEM_MOVEMENT,
    ECOSYSTEM_TREND,
    VILLAGE,
    TARGET,
    MOVEMENT,
    COHORT,
    TREND,
    ARREARS,
    EXPIRY,
    BENEFIT,
    BENEFIT_YEAR,
    COMPLETENESS,
)
FACT_TABLE = {table.name: table for table in FACT_TABLES}
PUBLISHED_TABLES = tuple(table.published for table in FACT_TABLES)
PUBLISHED_TABLE = {table.name: table for table in PUBLISHED_TABLES}
