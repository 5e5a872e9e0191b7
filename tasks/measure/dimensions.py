"""Bring the dimensions in force that a measurement rests on, before it begins."""

from pathlib import Path

from sqlalchemy import Engine

from expectations.contracts.codes import code_lists
from tasks.receive.branches import load_branches
from warehouse.catalogue.runs import day_of_run
from warehouse.dimensions.regions import Regions
from warehouse.dimensions.sync import sync_branches, sync_codes, sync_regions


def sync_dimensions(engine: Engine, *, regions: Regions, run_id: int, branch_list: Path) -> None:
    """Regions and codes of this program, branches of the list as it is now; writes what differs, from today on."""
    today = day_of_run(engine, run_id)
    sync_regions(engine, regions, on=today)
    sync_codes(engine, code_lists(), on=today)
    sync_branches(engine, [branch.entry() for branch in (load_branches(branch_list) or {}).values()], on=today)
