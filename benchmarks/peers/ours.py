"""This project, without Prefect: receive, read, check with every rule, conform, load, measure every table.

Does more than every peer: it is here so that its figures can be compared with theirs, and its cost with the floor.
Nothing is published; orchestration, receipts and the release are measured by `benchmarks.commands`.
"""

import importlib.metadata
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import polars as pl

import expectations.contracts.suite  # noqa: F401 - imports are no part of the work
from benchmarks.peers.task import Outcome, Work, main
from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.ingest.ingest import ingest
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import Sources, read_inputs
from tasks.measure.measure import measure_coverage
from tasks.receive.archive import archive_path
from tasks.receive.branches import load_branches
from tasks.receive.inbox import look
from tasks.receive.take_files import sweep_files
from tasks.states import Received
from warehouse.dimensions.regions import load_regions
from warehouse.records import ACCEPTED, Submission
from warehouse.submissions.lookup import list_submissions, pending


def work(given: Work) -> Outcome:
    """The inbox into a home of its own (copies of the files), through all stages to the table of segments."""
    settings, now = Settings(home=given.folder), datetime.now(UTC)
    given.folder.joinpath("branches.csv").write_bytes(given.inbox.with_name("branches.csv").read_bytes())
    for path in given.inbox.glob("*/*"):
        place = settings.path("inbox") / path.parent.name
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place / path.name)
    with catalogue(settings) as engine:
        sweep_files(
            look(settings.path("inbox")).files,
            archive=settings.path("archive"),
            engine=engine,
            branches=load_branches(settings.branches_path),
            today=given.as_of,
            now=now,
            max_bytes=settings.max_file_bytes,
        )

        def one(submission: Submission) -> None:
            archived = archive_path(settings.path("archive"), submission.sha256)
            received = Received.of(submission, archived=archived)
            ingest(received, settings=settings, engine=engine, regions=load_regions(), now=now)

        with ThreadPoolExecutor(settings.workers) as pool:
            list(pool.map(one, pending(engine)))
        choices, sources = FigureSettings.of(settings), Sources.of(settings)
        basis = read_inputs(engine, as_of=given.as_of, today=given.as_of, sources=sources, settings=choices)
        facts = measure_coverage(
            as_of=given.as_of,
            positions=basis.positions,
            expected_branches=basis.expected_branches,
            eligible=basis.eligible,
            regions=load_regions(),
            settings=choices,
        )
        people = [one for one in list_submissions(engine) if one.feed == "enrolment"]
        if unloaded := [one.label for one in people if one.status not in ACCEPTED]:
            raise SystemExit(f"not loaded: {unloaded}")
    found = facts.tables["ucj_segment"].filter(
        (pl.col("level") == "regency") & (pl.col("basis") == "nik") & (pl.col("active") > 0)
    )
    rows = found.select("region_code", pl.col("segment").cast(pl.String), "active").rows()
    return Outcome(rows, {"rows": sum(one.rows_rejected or 0 for one in people)})


if __name__ == "__main__":
    main(work, versions={name: importlib.metadata.version(name) for name in ("polars", "great-expectations")})
