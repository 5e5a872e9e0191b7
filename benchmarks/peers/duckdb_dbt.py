"""DuckDB through dbt: models for typed, accepted, rejected and counted rows, and dbt's tests on them.

Does less than this project: dbt's tests judge whole tables, so rules that reject single rows stand in a model, and each
row is named by the first that it breaks. Tables are stored in a DuckDB file; nobody is told.
"""

import json
import os
import shutil
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner
from dbt.version import get_installed_version

from benchmarks.peers.task import Outcome, Work, main

PROJECT = Path(__file__).with_name("dbt_project")


def work(given: Work) -> Outcome:
    """`dbt build`, then read what it made."""
    project, database = given.folder / "dbt", given.folder / "coverage.duckdb"
    shutil.copytree(PROJECT, project)  # dbt writes into its project
    os.environ.update(PEER_DATABASE=str(database), DBT_SEND_ANONYMOUS_USAGE_STATS="false")
    days = {name: getattr(given, name).isoformat() for name in ("as_of", "jakon_from", "pmi_from", "paid_from")}
    variables = {**days, "files": f"{given.inbox}/*/PESERTA_*.csv", "prefixes": str(given.prefixes)}
    place = ["--project-dir", str(project), "--profiles-dir", str(project)]
    built = dbtRunner().invoke(["--quiet", "build", *place, "--vars", json.dumps(variables)])
    if not built.success:
        raise SystemExit(f"dbt build failed: {built.exception or [str(one.message) for one in built.result]}")
    with duckdb.connect(str(database)) as opened:
        rows = opened.execute("SELECT * FROM coverage").fetchall()
        rejected = dict(opened.execute("SELECT * FROM rejected").fetchall())
    return Outcome(rows, rejected)


if __name__ == "__main__":
    main(work, versions={"dbt": str(get_installed_version().to_version_string()), "duckdb": duckdb.__version__})
