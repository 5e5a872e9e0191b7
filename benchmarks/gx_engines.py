"""Great Expectations on our Polars engine against its own pandas engine: time, peak memory, the same verdicts.

    python benchmarks/gx_engines.py --rows 200000 5000000 --runs 3
    python benchmarks/gx_engines.py --rows 20000000 50000000 --engines lazy quarantine
    python benchmarks/gx_engines.py --rows 5000000 --engines lazy quarantine --failing all

Each engine runs in a process of its own on the same made-up Parquet file of 23 columns, with the same suite of 23
expectations, all asked for the rows that fail; of the suite `--failing all` every row breaks every rule. Loading the
file is not timed, except where it is part of the run (lazy: a LazyFrame in slices; quarantine: the same, with failing
rows written to a file). Memory is the peak of the process. Stops with an error if any verdict or count differs between
two engines.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from benchmarks.gx_register import suite, write

ENGINES = ("eager", "lazy", "quarantine", "pandas", "pandas-arrow")
OURS = frozenset(ENGINES[:3])
FAILING = ("some", "all")


def told(results: list[Any]) -> dict[str, Any]:
    """What every engine has to agree on."""
    return {
        one.expectation_config.meta["code"]: [
            bool(one.success),
            one.result.get("unexpected_count"),
            one.result.get("element_count"),
            bool(one.exception_info and one.exception_info.get("raised_exception")),
        ]
        for one in results
    }


def ours(engine: str, path: Path, failing: str) -> Callable[[], dict[str, Any]]:
    """A run of the Polars engine."""
    from expectations.polars_engine.outcome import verdicts_of  # noqa: PLC0415
    from expectations.polars_engine.run import PreparedSuite  # noqa: PLC0415

    prepared = PreparedSuite(suite(failing=failing))
    frame = pl.read_parquet(path) if engine == "eager" else pl.scan_parquet(path)
    quarantine = path.with_suffix(".failing.parquet") if engine == "quarantine" else None
    return lambda: told(verdicts_of(prepared.run(frame, quarantine=quarantine).result))


def theirs(engine: str, path: Path, failing: str) -> Callable[[], dict[str, Any]]:
    """A run of the pandas engine."""
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

    frame = pl.read_parquet(path).to_pandas(use_pyarrow_extension_array=engine == "pandas-arrow")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("frame")
    definition = asset.add_batch_definition_whole_dataframe("whole")
    shown = {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": ["row_no"],
        "exclude_unexpected_values": True,
        "partial_unexpected_count": 0,
    }

    def run() -> dict[str, Any]:
        batch = definition.get_batch({"dataframe": frame})
        return told(list(batch.validate(suite(failing=failing), result_format=shown).results))

    return run


def measure(engine: str, path: Path, runs: int, failing: str) -> dict[str, Any]:
    """Seconds of each run, peak memory in MB and the verdicts, in this process."""
    warnings.simplefilter("ignore")
    run = (ours if engine in OURS else theirs)(engine, path, failing)
    before = peak_mb()
    seconds = []
    verdicts: dict[str, Any] = {}
    for _ in range(runs):
        start = time.perf_counter()
        verdicts = run()
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds, "ready_mb": before, "peak_mb": peak_mb(), "verdicts": verdicts}


def peak_mb() -> int:
    """The most memory this program has held (`ru_maxrss` would count what its parent held, too)."""
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def in_a_process(engine: str, path: Path, runs: int, failing: str) -> dict[str, Any]:
    """The same in a new process."""
    command = [sys.executable, "-m", "benchmarks.gx_engines", "--one", engine, "--file", str(path), "--runs", str(runs)]
    command += ["--failing", failing]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{engine} failed:\n{done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(rows: int, *, engines: list[str], runs: int, failing: str, folder: Path) -> None:
    """Measure the engines on one size and print a line each."""
    path = folder / f"rows_{rows}.parquet"
    if not path.exists():
        write(path, rows=rows)
    found = {engine: in_a_process(engine, path, runs, failing) for engine in engines}
    for engine, one in found.items():
        if one["verdicts"] != found[engines[0]]["verdicts"]:
            sys.exit(f"{engine} and {engines[0]} disagree: {one['verdicts']} {found[engines[0]]['verdicts']}")
    print(f"{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB on disk, verdicts identical")
    base = found.get("pandas")
    for engine, one in found.items():
        middle = median(one["seconds"])
        line = f"  {engine:12} {middle:8.2f} s (of {min(one['seconds']):.2f} to {max(one['seconds']):.2f})"
        line += f"  peak {one['peak_mb']:6,} MB (ready at {one['ready_mb']:,})"
        if base and engine in OURS:
            ratios = [theirs / mine for theirs in base["seconds"] for mine in one["seconds"]]
            times = median(base["seconds"]) / middle
            line += f"  {times:.1f} times faster ({min(ratios):.1f} to {max(ratios):.1f})"
            line += f", {one['peak_mb'] / base['peak_mb']:.0%} of the memory"
        print(line, flush=True)


def main() -> None:
    """Read the options and compare."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, nargs="+", default=[200_000, 5_000_000])
    options.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--failing", choices=FAILING, default="some")
    options.add_argument("--folder", type=Path)
    options.add_argument("--one", choices=ENGINES, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(measure(given.one, given.file, given.runs, given.failing)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for rows in given.rows:
            compare(rows, engines=given.engines, runs=given.runs, failing=given.failing, folder=folder)


if __name__ == "__main__":
    main()
