"""What is deployed: the one source of `ucj serve` and of `deployments/prefect.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import flows
from deployments.server import FLOW_PROCESS
from flows.runtime.flow_names import (
    BACKFILL,
    CHECK_ALARMS,
    INGEST_INBOX,
    MAINTAIN,
    PUBLISH_RELEASE,
    REPROCESS,
    RUN_DAILY,
)

POOL = "ucj"
POOL_TYPE = "process"
POOL_DESCRIPTION = "Runs of ucj, each in a process of its own on the machine of a worker."
TIMEZONE = "Asia/Jakarta"
# A process that is ready sooner than Prefect's own, keeps files private, and shows that it lives.
COMMAND = f"python -m {FLOW_PROCESS}"
# What a request for a run may change of how it is started: nothing. The server refuses every job variable.
POOL_TEMPLATE: Mapping[str, object] = {
    "variables": {"type": "object", "properties": {}, "additionalProperties": False},
    "job_configuration": {"command": COMMAND},
}


@dataclass(frozen=True, kw_only=True)
class Declared:
    """How one deployment is registered with Prefect; its flow has the same name.

    One run at a time. A further one waits (ENQUEUE): a run under way has made its list already, so what asks for
    another must not be dropped; one that finds nothing left to do ends within seconds.
    """

    name: str
    entrypoint: str
    description: str
    cron: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)

    @property
    def tags(self) -> list[str]:
        """Tags by which the Prefect UI can filter."""
        return ["ucj", "scheduled" if self.cron else "on demand"]


DEPLOYMENTS = (
    Declared(
        name=RUN_DAILY,
        entrypoint=f"{flows.__name__}.run_daily.run_daily",
        description="Every day at 05:00 in Jakarta: take, check, load, measure and publish what branches delivered.",
        cron="0 5 * * *",
    ),
    Declared(
        name=INGEST_INBOX,
        entrypoint=f"{flows.__name__}.ingest_inbox.ingest_inbox",
        description="On drop, and every half hour in case the watcher missed something: take, check and load what "
        "lies in the inbox, and answer the branches. Nothing is published.",
        cron="15,45 * * * *",
    ),
    Declared(
        name=PUBLISH_RELEASE,
        entrypoint=f"{flows.__name__}.publish_release.publish_as_of",
        description="Measure and publish what is loaded, as of a date. The inbox is left alone.",
    ),
    Declared(
        name=BACKFILL,
        entrypoint=f"{flows.__name__}.backfill.backfill",
        description="Measure and publish past dates, one after the other, from what is loaded.",
    ),
    Declared(
        name=REPROCESS,
        entrypoint=f"{flows.__name__}.reprocess.reprocess_archive",
        description="Judge archived submissions again under the present rules; `publish-release` publishes the result.",
    ),
    Declared(
        name=MAINTAIN,
        entrypoint=f"{flows.__name__}.maintain.maintain",
        description="Every day at 03:30 in Jakarta: settle runs whose process is gone, clear away what they left; "
        "purge what is past its retention time, or show what that would take.",
        cron="30 3 * * *",
    ),
    Declared(
        name=CHECK_ALARMS,
        entrypoint=f"{flows.__name__}.check_alarms.check_alarms",
        description="Every quarter of an hour, and when an automation calls: tell the operators what is wrong or over.",
        cron="*/15 * * * *",
    ),
)
