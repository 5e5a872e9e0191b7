"""Bring the log lines of the stages from the workers of a Dask cluster to the process of the flow run.

They are told there as those of its own threads: in `logs/ucj.jsonl`, in Prefect, and in the durations of the stages.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from distributed import Client, Worker, WorkerPlugin

from tasks.execution.stage_log import STAGES_LOGGER, relay_line


class StageLines(logging.Handler):
    """Sends each line of the stages to whoever listens to the topic of the run."""

    def __init__(self, worker: Worker, topic: str) -> None:
        super().__init__(logging.INFO)
        self.worker, self.topic = worker, topic

    def emit(self, record: logging.LogRecord) -> None:
        """Only numbers, codes and names of files are in it, as in the log itself."""
        try:
            line = json.dumps({"level": record.levelno, "facts": getattr(record, "facts", {})})
            self.worker.log_event(self.topic, line)
        except Exception:
            self.handleError(record)


class StageLinesPlugin(WorkerPlugin):
    """Every worker of the cluster sends its lines while the run lasts, those that join later too."""

    def __init__(self, topic: str) -> None:
        self.name, self.topic = topic, topic

    def setup(self, worker: Worker) -> None:
        """When a worker joins, or the run begins."""
        self.handler = StageLines(worker, self.topic)
        logger = logging.getLogger(STAGES_LOGGER)
        logger.setLevel(logging.INFO)
        logger.addHandler(self.handler)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask's interface
        """When the run has ended."""
        logging.getLogger(STAGES_LOGGER).removeHandler(self.handler)


@contextmanager
def relayed_stages(client: Client, *, flow_run: str) -> Iterator[None]:
    """Log what the workers log for a flow run, until the block ends."""
    topic = f"ucj-stages-{flow_run}"

    def tell(event: tuple[float, str]) -> None:
        line = json.loads(event[1])
        relay_line(line["level"], line["facts"], flow_run=flow_run)

    client.subscribe_topic(topic, tell)
    client.register_plugin(StageLinesPlugin(topic))
    try:
        yield
    finally:
        if client.status == "running":  # else the scheduler is gone, and all that it knew with it
            client.unregister_worker_plugin(topic)
            client.unsubscribe_topic(topic)
