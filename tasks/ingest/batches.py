"""Which files are worked on in one task run, so that hundreds of small ones do not need a task run each."""

from collections.abc import Iterator, Sequence

from expectations.written import counted
from tasks.states import Received

BATCH_FILES, BATCH_BYTES = 16, 8_000_000

Batch = tuple[Received, ...]
Sized = tuple[Received, int]


def batches_of(
    waiting: Sequence[Sized], *, max_files: int = BATCH_FILES, max_bytes: int = BATCH_BYTES
) -> tuple[tuple[Batch, ...], ...]:
    """Chains of batches: those of a chain go one after the other, chains beside each other.

    waiting: files in order of arrival, with their bytes. Files of one branch keep their order and lie in one chain,
    since each is judged against the position before it. A branch that has more than a batch holds is a chain of its
    own; small branches share a batch.
    """
    chains: list[tuple[Batch, ...]] = []
    shared: list[Sized] = []
    for files in _by_branch(waiting):
        if not _fits(files, max_files=max_files, max_bytes=max_bytes):
            chains.append(tuple(_cut(files, max_files=max_files, max_bytes=max_bytes)))
        elif _fits([*shared, *files], max_files=max_files, max_bytes=max_bytes):
            shared += files
        else:
            chains.append((_batch(shared),))
            shared = files
    if shared:
        chains.append((_batch(shared),))
    return tuple(chains)


def files_per_batch(waiting: int, *, workers: int) -> int:
    """As many as a batch may hold, fewer where that would leave a worker without one."""
    return max(1, min(BATCH_FILES, waiting // (2 * workers)))


def name_of_batch(batch: Batch) -> str:
    """What a batch is called in the UI: its file, or how many files of which branches."""
    if len(batch) == 1:
        return f"ingest {batch[0].file_name}"
    branches = list(dict.fromkeys(received.branch for received in batch))
    of = branches[0] if len(branches) == 1 else f"{branches[0]} ... {branches[-1]}"
    return f"ingest {counted(len(batch), 'file')} of {of}"


def _by_branch(waiting: Sequence[Sized]) -> list[list[Sized]]:
    branches: dict[str, list[Sized]] = {}
    for received, size in waiting:
        branches.setdefault(received.branch, []).append((received, size))
    return list(branches.values())


def _fits(files: Sequence[Sized], *, max_files: int, max_bytes: int) -> bool:
    return len(files) <= max_files and sum(size for _, size in files) <= max_bytes


def _cut(files: Sequence[Sized], *, max_files: int, max_bytes: int) -> Iterator[Batch]:
    """The files of one branch, cut where a batch is full; a file larger than a batch stands alone."""
    batch: list[Sized] = []
    for file in files:
        if batch and not _fits([*batch, file], max_files=max_files, max_bytes=max_bytes):
            yield _batch(batch)
            batch = []
        batch.append(file)
    yield _batch(batch)


def _batch(files: Sequence[Sized]) -> Batch:
    return tuple(received for received, _ in files)
