"""Bind stage 6 to Prefect."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.execution.places import place_of_lake
from tasks.execution.stage_log import logged_stage
from tasks.execution.stage_task import stage_task
from tasks.measure.chosen_rules import rules_of
from tasks.measure.dimensions import sync_dimensions
from tasks.measure.fingerprint import inputs_sha256
from tasks.measure.incremental.evict import evict_unused
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import Sources, read_inputs
from tasks.measure.measure import measure_coverage
from tasks.measure.range_task import counting_of
from tasks.measure.reference_tables import reference_tables
from warehouse.dimensions.regions import load_regions
from warehouse.lake.cache import cache_of
from warehouse.lake.damage import damage_told
from warehouse.releases.facts import measuring_run, replace_facts
from warehouse.releases.releases import find_release
from warehouse.submissions.region_version import require_current_regions

MEASURE_SECONDS = 3 * 3600


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Facts that lie in the catalogue; `release_id` is set when they are those of a release of the same inputs.

    thinned: branches whose position at that date is no longer kept; an older one stands for it.
    """

    as_of: date
    today: date
    run_id: int
    inputs_sha256: str
    release_id: str | None
    thinned: tuple[str, ...] = ()


@stage_task(name="measure", run_name="measure {as_of}", time_limit=MEASURE_SECONDS)
def measure_facts(as_of: date, run_id: int, settings: Settings, *, today: date) -> Measured | None:
    """Facts of an as-of date; None when no branch has a position on or before it. `today` decides what is thinned.

    Raises `RegionVersionMismatch` when the list of regions has changed under the lake, `LakeObjectCorrupt`.
    """
    regions, choices, sources = load_regions(), FigureSettings.of(settings), Sources.of(settings)
    with (
        logged_stage("measure", as_of=str(as_of)) as line,
        catalogue(settings) as engine,
        damage_told(engine, lake=sources.lake),
    ):
        require_current_regions(engine, regions)
        sync_dimensions(engine, regions=regions, run_id=run_id, branch_list=sources.branch_list)
        cache = cache_of(settings.home)
        evict_unused(cache, rules_of(choices, regions=regions))
        basis = read_inputs(engine, as_of=as_of, today=today, sources=sources, settings=choices)
        line |= {"branches": len(basis.positions), "branches_expected": len(basis.expected_branches)}
        if not basis.positions:
            line["outcome"] = "no_position"
            return None
        digest = inputs_sha256(basis, as_of=as_of, regions=regions, settings=choices)
        measured = partial(
            Measured,
            as_of=as_of,
            today=today,
            run_id=run_id,
            inputs_sha256=digest,
            thinned=tuple(one.branch for one in basis.thinned),
        )
        known = find_release(engine, as_of=as_of, inputs_sha256=digest)
        if known is not None and known.facts_run_id == measuring_run(engine, as_of=as_of):
            line |= {"outcome": "nothing_new", "release": known.id}
            return measured(release_id=known.id)
        facts = measure_coverage(
            as_of=as_of,
            positions=basis.positions,
            expected_branches=basis.expected_branches,
            eligible=basis.eligible,
            regions=regions,
            settings=choices,
            past=basis.past,
            ecosystem=basis.ecosystem,
            bucket_rows=settings.execution.range_rows,
            cache=cache,
            count_ranges=counting_of(elsewhere=settings.execution.engine != "threads", lake=place_of_lake(settings)),
        )
        further = reference_tables(
            facts, basis=basis, as_of=as_of, regions=regions, settings=choices, lake=sources.lake
        )
        replace_facts(engine, as_of=as_of, run_id=run_id, tables={**facts.tables, **further})
        nation = facts.coverage.row(0, named=True)
        line |= {
            "outcome": "measured",
            **facts.touched.told(),
            "active": nation["active"],
            "eligible": nation["eligible"],
        }
    return measured(release_id=None)
