"""One report of all that was measured: Markdown to read, JSON to compare, bars to look at (SVG, drawn here)."""

import json
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from benchmarks.commands import CommandCase
from benchmarks.side_by_side import FLOOR, OURS, PEERS, SideBySide, StageProfile

SHOWN_VERSIONS = ("polars", "polars-hash", "great-expectations", "prefect", "sqlalchemy", "pyarrow")
BAR, LINE, LEFT = 420, 22, 260  # pixels


def machine() -> dict[str, Any]:
    """Where this ran, and how busy it was."""
    model = next((line for line in _cpu_lines() if line.startswith("model name")), "model name: unknown")
    return {
        "cpu": model.split(":")[1].strip(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "load": [round(one, 1) for one in os.getloadavg()],
        "versions": {name: version(name) for name in SHOWN_VERSIONS},
    }


def _cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def write_report(
    folder: Path,
    *,
    where: dict[str, Any],
    peers: Sequence[SideBySide],
    profiles: Sequence[StageProfile],
    commands: Sequence[CommandCase],
) -> None:
    """`report.md`, `report.json` and one SVG for each size in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    record = {
        "machine": where,
        "side_by_side": [asdict(one) for one in peers],
        "stages": [asdict(one) for one in profiles],
        "commands": [{**asdict(one), "runs": [_plain(cost) for cost in one.runs]} for one in commands],
    }
    (folder / "report.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    parts = ["# Benchmarks\n", _where(where)]
    for rows in sorted({one.rows for one in peers}):
        same = [one for one in peers if one.rows == rows]
        name = f"side_by_side_{rows}.svg"
        (folder / name).write_text(bars([(PEERS[one.peer], one.median("cpu")) for one in same]), encoding="utf-8")
        parts += [_side_by_side(rows, same), f"![CPU seconds of each]({name})\n"]
        parts += [_stages(one) for one in profiles if one.rows == rows]
    if commands:
        parts.append(_commands(commands))
    (folder / "report.md").write_text("\n".join(parts), encoding="utf-8")


def _plain(cost: Any) -> dict[str, Any]:
    return {"cpu": cost.cpu, "wall": cost.wall, "peak_mb": cost.peak_mb}


def _where(where: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in where["versions"].items())
    begun = ", ".join(map(str, where["load"]))
    return (
        f"{where['cpu']}, {where['cores']} cores, {where['memory_gb']} GB; {where['system']}, "
        f"Python {where['python']}; {versions}. Load (1, 5, 15 minutes): {begun}. "
        "On a busy machine read CPU seconds and ratios.\n"
    )


def _side_by_side(rows: int, same: Sequence[SideBySide]) -> str:
    """Medians, with the least and the most of the runs; the ratio is that to the floor of the same runs."""
    floor = next((one.median("cpu") for one in same if one.peer == FLOOR), None)
    mine = next((one.median("cpu") for one in same if one.peer == OURS), None)
    lines = [
        f"## {rows:,} rows in {same[0].files} files, imports not counted\n",
        "| tool | CPU s (least to most) | wall s | peak MB | times the floor | times this project | runs |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in same:
        low, high = one.spread("cpu")
        times = [f"{one.median('cpu') / base:.1f}" if base else "" for base in (floor, mine)]
        lines.append(
            f"| {PEERS[one.peer]} | {one.median('cpu'):.2f} ({low:.2f} to {high:.2f}) | {one.median('wall'):.2f} "
            f"| {one.median('peak_mb'):.0f} | {' | '.join(times)} | {len(one.runs)} |"
        )
    return "\n".join([*lines, ""])


def _stages(profile: StageProfile) -> str:
    whole = sum(cpu for cpu, _, _ in profile.stages.values())
    lines = [
        f"Stages of this project, {profile.rows:,} rows, one thread, deliveries opened in the same process:\n",
        "| stage | CPU microseconds a row | share |",
        "|---|---|---|",
    ]
    for named, (cpu, _, _) in profile.stages.items():
        lines.append(f"| {named} | {cpu / profile.rows * 1e6:.2f} | {cpu / whole:.0%} |")
    return "\n".join([*lines, ""])


def _commands(commands: Iterable[CommandCase]) -> str:
    lines = [
        "## Whole commands, with imports, Prefect, receipts and the release\n",
        "| case | CPU s (least to most) | wall s | peak MB | runs |",
        "|---|---|---|---|---|",
    ]
    for one in commands:
        cpu, wall = ([getattr(cost, what) for cost in one.runs] for what in ("cpu", "wall"))
        peak = max(cost.peak_mb for cost in one.runs)
        lines.append(
            f"| {one.asked} | {statistics.median(cpu):.1f} ({min(cpu):.1f} to {max(cpu):.1f}) "
            f"| {statistics.median(wall):.1f} | {peak} | {len(one.runs)} |"
        )
    return "\n".join([*lines, ""])


def bars(values: Sequence[tuple[str, float]]) -> str:
    """Horizontal bars with their numbers."""
    most = max((value for _, value in values), default=0) or 1
    drawn = []
    for number, (name, value) in enumerate(values):
        top, length = number * LINE + 4, round(BAR * value / most)
        drawn += [
            f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end">{name}</text>',
            f'<rect x="{LEFT}" y="{top}" width="{max(1, length)}" height="{LINE - 8}" fill="#3b6ea5"/>',
            f'<text x="{LEFT + 6 + length}" y="{top + 12}">{value:.2f}</text>',
        ]
    size = f'width="{LEFT + BAR + 80}" height="{len(values) * LINE + 8}"'
    style = 'font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{"".join(drawn)}</svg>\n'
