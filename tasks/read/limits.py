"""What reading a delivery may cost. Limits grow with the delivered bytes, so that a small file never asks for much.

A row of a real extract holds a NIK and a card number, which hardly compress: its cells take some two hundred times the
packed bytes at most while they are read. What asks for more is damaged, or made to do harm.
"""

import resource
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

BASE_MEMORY, MEMORY_PER_BYTE, MOST_MEMORY = 512_000_000, 256, 8_000_000_000  # bytes
BASE_CPU, CPU_PER_MEGABYTE, MOST_CPU = 8.0, 6.0, 1800.0  # seconds
WALL_PER_CPU, WALL_WAITING = 4.0, 30.0  # a loaded machine gives a process a quarter of a core
OPEN_FILES = 64
MAPPED_BYTES = 2_000_000_000  # address space that is only reserved: libraries, stacks, arenas
CELL_BYTES = 128  # what a cell between the first and the last of a sheet takes while it is read
VIEW_BYTES = 48  # what a cell of a column takes, if its text is short: its view, twice, and its value


@dataclass(frozen=True, kw_only=True)
class ReadLimits:
    """What one delivery may cost: unpacked bytes, bytes of memory, processor and waiting time in seconds."""

    unpacked: int
    memory: int
    cpu: float
    wall: float

    @classmethod
    def of(cls, delivered: int, *, max_bytes: int) -> Self:
        """For a file of so many bytes, packed as it was delivered, that unpacks to at most `max_bytes`."""
        cpu = min(MOST_CPU, BASE_CPU + CPU_PER_MEGABYTE * delivered / 1e6)
        memory = min(MOST_MEMORY, BASE_MEMORY + MEMORY_PER_BYTE * delivered)
        return cls(unpacked=max_bytes, memory=memory, cpu=cpu, wall=WALL_WAITING + WALL_PER_CPU * cpu)

    def record(self) -> dict[str, Any]:
        """For a message to the reader's process."""
        return asdict(self)

    @property
    def sheet_cells(self) -> int:
        """Cells between the first and the last ones, of all sheets of a workbook together."""
        return self.memory // CELL_BYTES

    @property
    def column_cells(self) -> int:
        """Cells of all columns of a Parquet file, or fields of all lines of a text."""
        return self.memory // VIEW_BYTES

    def impose(self) -> None:
        """Let the kernel hold this process to these limits, counted from what it has used so far."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = used.ru_utime + used.ru_stime
        now = memory_in_use()
        for kind, limit in (
            (resource.RLIMIT_DATA, now.data + self.memory),
            (resource.RLIMIT_AS, now.mapped + self.memory + MAPPED_BYTES),
            (resource.RLIMIT_CPU, int(spent + self.cpu) + 1),
            (resource.RLIMIT_FSIZE, self.memory),
            (resource.RLIMIT_NOFILE, OPEN_FILES),
        ):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


@dataclass(frozen=True, kw_only=True)
class MemoryInUse:
    """Bytes of this process: all that is mapped, and what is private and writable of it."""

    mapped: int
    data: int


def memory_in_use() -> MemoryInUse:
    """What this process has mapped; zeros where the system does not tell (elsewhere than on Linux)."""
    try:
        fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return MemoryInUse(mapped=0, data=0)
    return MemoryInUse(mapped=int(fields[0]) * resource.getpagesize(), data=int(fields[5]) * resource.getpagesize())
