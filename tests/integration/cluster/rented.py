"""A Dask cluster for many runs: what was killed in it is made anew before the next."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import distributed

from tests.integration.dask_cluster import Cluster, dask_cluster

OWN_LIST = """
from pathlib import Path
from tests.region_list import installed
_kept = installed(Path({folder!r}))
_kept.__enter__()
"""


@dataclass
class Rented:
    """Its workers have the list of regions of a folder."""

    folder: Path
    list_of_regions: Path
    _made: int = 0
    _open: ExitStack = field(default_factory=ExitStack)
    _cluster: Cluster | None = None

    def ready(self, workers: int) -> Cluster:
        """With a scheduler and so many workers, which have joined."""
        if self._cluster is None or self._cluster.scheduler.poll() is not None:
            self.close()
            self._made += 1
            place = self.folder / f"{self._made}"
            place.mkdir()
            (place / "list.py").write_text(OWN_LIST.format(folder=str(self.list_of_regions)))
            self._cluster = self._open.enter_context(dask_cluster(place, workers=0))
        living = [one for one in self._cluster.workers if one.poll() is None]
        for _ in range(workers - len(living)):
            add_worker(self._cluster)
        for one in living[workers:]:
            one.terminate()
            one.wait()
        with distributed.Client(self._cluster.address) as client:
            client.wait_for_workers(workers)
        return self._cluster

    def close(self) -> None:
        self._open.close()
        self._open, self._cluster = ExitStack(), None


def add_worker(cluster: Cluster) -> None:
    """One that ends when it is killed, and knows the regions."""
    cluster.add_worker("--no-nanny", "--preload", str(cluster.folder / "list.py"))
