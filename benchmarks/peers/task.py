"""The work that every peer does, and how one is run: the same files in, the same table out, its cost as a line of JSON.

**The work.** Enrolment files of an inbox (`PESERTA_*.csv`, `;`, every cell as text) become active people by today's
regency of the NIK and by segment at an as-of date: distinct NIKs, and heads of construction rows without one. Active as
`docs/definitions.md` says, with the default settings. **Validated** means that the rows which break one of the rules
in `RULES` are found, counted by rule and left out. This is what all have in common, and far from all that this project
does: it has more rules, three more bases, states, movements, receipts, a catalogue and releases.

Costs are counted from after the imports of a peer to the end of its work, children included; `start` is what came
before.
"""

import argparse
import csv
import json
import os
import sys
import time
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psutil

SEGMENTS = ("PU", "BPU", "JAKON", "PMI")
RULES = (
    "nik_missing",  # but for construction rows
    "nik_invalid",  # not 16 digits, or of a regency that never was
    "kpj_missing",  # but for construction rows
    "segment_unknown",
    "registered_on_invalid",  # missing, unreadable, or after the position date
    "period_missing",  # neither a paid month nor an end
    "head_count_invalid",  # below 1, or above 1 beside a NIK
    "heads_unplaced",  # construction rows without NIK that name no region
)
Rows = list[tuple[str, str, int]]  # regency, segment, active


@dataclass(frozen=True)
class Work:
    """What a peer is given. paid_from, jakon_from, pmi_from: the first month or day that still counts as active."""

    inbox: Path
    prefixes: Path
    as_of: date
    folder: Path

    @property
    def files(self) -> list[Path]:
        """The enrolment files, in order."""
        return sorted(self.inbox.glob("*/PESERTA_*.csv"))

    @property
    def paid_from(self) -> date:
        """Three unpaid months are arrears and count."""
        year, month = divmod(self.as_of.year * 12 + self.as_of.month - 1 - 3, 12)
        return date(year, month + 1, 1)

    @property
    def jakon_from(self) -> date:
        """Without grace."""
        return self.as_of

    @property
    def pmi_from(self) -> date:
        """With a month of grace: the earliest day whose day a month later is not before the as-of date."""
        last = self.as_of.replace(day=1) - timedelta(days=1)
        end = last.replace(day=min(self.as_of.day, last.day))
        later = min(end.day, monthrange(self.as_of.year, self.as_of.month)[1])
        return end if later >= self.as_of.day else end + timedelta(days=1)


@dataclass(frozen=True)
class Outcome:
    """What a peer found. rejected: rows by rule; empty for a peer that does not validate."""

    rows: Rows
    rejected: Mapping[str, int]


def cpu_seconds() -> float:
    """CPU seconds of this process and what it started, also of what has ended since."""
    times = os.times()
    alive = 0.0
    for child in psutil.Process().children(recursive=True):
        used = child.cpu_times()
        alive += used.user + used.system
    return times.user + times.system + times.children_user + times.children_system + alive


def main(work: Callable[[Work], Outcome], *, versions: Mapping[str, str]) -> None:
    """Do the work as the command line says, write the table, print what it cost."""
    options = argparse.ArgumentParser()
    for name in ("inbox", "prefixes", "folder", "out"):
        options.add_argument(name, type=Path)
    options.add_argument("as_of", type=date.fromisoformat)
    given = options.parse_args()
    start_cpu, began = cpu_seconds(), time.perf_counter()
    outcome = work(Work(given.inbox, given.prefixes, given.as_of, given.folder))
    cost = {
        "start_cpu": round(start_cpu, 2),
        "cpu": round(cpu_seconds() - start_cpu, 3),
        "wall": round(time.perf_counter() - began, 3),
        "rejected": dict(outcome.rejected),
        "versions": dict(versions),
    }
    with given.out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(sorted(outcome.rows))
    sys.stdout.write(json.dumps(cost) + "\n")
